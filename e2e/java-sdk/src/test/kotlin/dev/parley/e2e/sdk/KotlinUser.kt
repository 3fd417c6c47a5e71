package dev.parley.e2e.sdk

import dev.parley.client.Member
import dev.parley.client.MemberEvent
import dev.parley.client.RealtimeClient
import dev.parley.protocol.mapping.Content
import dev.parley.protocol.mapping.GsonMapping
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** A profile, as an application would have it. */
internal data class Person(val name: String, val age: Int, val languages: List<String> = emptyList())

/** What is said in a channel. */
internal data class Remark(val text: String, val number: Int)

/** The Java client in the hands of a Kotlin developer: lambdas, data classes, coroutines. */
internal class KotlinUser(url: String, app: String, key: String) : User {
    private val client = RealtimeClient.builder(url).app(app).key(key).mapping(GsonMapping()).build()
    private val heard = Heard()

    init {
        client.onAny { heard.add(Heard.Event.of(it.event(), it.channel(), it.content().value())) }
        awaiting { connect().await() }
    }

    override fun id() = checkNotNull(client.socketId) { "not connected" }

    override fun heard() = heard

    override fun join(channel: String, echo: Boolean) = awaiting { join(channel, echo).await() }

    override fun leave(channel: String, echo: Boolean) = awaiting { leave(channel, echo).await() }

    override fun update(profile: Any?, echo: Boolean) = awaiting { updateProfile(profile, echo).await() }

    override fun send(channel: String, event: String, content: Any?, echo: Boolean) =
        awaiting { send(channel, event, content, echo).await() }

    override fun broadcast(event: String, content: Any?, echo: Boolean) = awaiting { broadcast(event, content, echo).await() }

    override fun members(channel: String): Set<*> = asking { getMembers(channel).await() }.map(::shown).toSet()

    /** The names of those in a channel that have one. */
    fun names(channel: String): List<String> = asking { getMembers(channel).await() }.mapNotNull { it.data().to<Person>()?.name }

    /** Tells the remarks made from now on, and who came, as one text each. */
    fun follow(told: (String) -> Unit): AutoCloseable {
        val remarks = client.on("remark", Remark::class.java) { remark, message -> told("${message.channel()}: $remark") }
        val updates = client.onUpdate { (channel, member) -> told("$channel: ${member.data().to<Person>()}") }
        return AutoCloseable {
            remarks.close()
            updates.close()
        }
    }

    /** All at once, and every one awaited. */
    fun sayAll(channel: String, remarks: List<Remark>) = runBlocking {
        remarks.map { async { client.send(channel, "remark", it).await() } }.awaitAll()
        Unit
    }

    override fun close() = awaiting { disconnect().await() }

    private fun awaiting(work: suspend RealtimeClient.() -> Unit) = asking(work)

    private fun <T> asking(work: suspend RealtimeClient.() -> T): T =
        runBlocking { withTimeout(Within.SECONDS * 1000) { client.work() } }

    private fun shown(member: Member): Any? {
        val data = member.data()
        return Bytes.comparable(if (data.isAbsent) mapOf("id" to member.id()) else mapOf("id" to member.id(), "data" to data.value()))
    }
}

private inline fun <reified T : Any> Content.to(): T? = `as`(T::class.java)

private operator fun MemberEvent.component1() = channel()

private operator fun MemberEvent.component2() = member()
