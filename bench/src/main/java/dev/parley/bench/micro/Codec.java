package dev.parley.bench.micro;

import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketDecoder;
import dev.parley.protocol.SocketPacket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A client's event between bytes and arguments. The two ways of reading it, our scanner with its slices and Jackson's streaming
 * parser, end with the same: a text that was checked, the two names, and where the message is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Codec {
    private final byte[] frame = Samples.publishing("technology-chat");
    private final SocketDecoder decoder = new SocketDecoder(JsonLimits.DEFAULT, JsonLimits.DEFAULT.maxBytes());
    private final Payload content = Payload.json(Samples.CONTENT);
    private final NameValue name = NameValue.of("m");
    private final JsonFactory jackson = new JsonFactory();

    /** The packet of a frame. */
    @Benchmark
    public @Nullable SocketPacket decode() throws ProtocolException {
        EnginePacket packet = EngineCodec.decodeText(EngineVersion.V4, frame, 0, frame.length);
        return decoder.text(packet.data(), packet.from(), packet.to());
    }

    /** The same, and the fields a gateway asks for. */
    @Benchmark
    public void decodeAndRead(Blackhole hole) throws ProtocolException {
        SocketPacket packet = Objects.requireNonNull(decode());
        hole.consume(packet.arguments().name());
        JsonFields fields = Objects.requireNonNull(packet.arguments().fields(0));
        hole.consume(fields.name("eventName"));
        hole.consume(fields.name("channel"));
        hole.consume(fields.truthy("echo"));
        hole.consume(fields.field("message"));
    }

    /** What {@link #decodeAndRead} does, by Jackson's parser; it does not check the UTF-8 of what it skips. */
    @Benchmark
    public void jacksonDecodeAndRead(Blackhole hole) {
        try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), frame, 2, frame.length - 2)) {
            parser.nextToken();
            parser.nextToken();
            hole.consume(parser.getString());
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "channel", "eventName" -> hole.consume(parser.getString());
                    case "message" -> {
                        long from = parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        long to = parser.currentLocation().getByteOffset();
                        hole.consume(Payload.slice(frame, (int) from, (int) to));
                    }
                    default -> hole.consume(parser.currentToken() == JsonToken.VALUE_TRUE);
                }
            }
            parser.nextToken();
            hole.consume(parser.nextToken());
        }
    }

    /** The packet for a member, as an array. */
    @Benchmark
    public byte[] encode() {
        return PacketWriter.ENGINE.event("/", name, content, SocketPacket.NO_ACK);
    }
}
