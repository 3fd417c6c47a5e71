package dev.parley.protocol;

import static dev.parley.protocol.Bytes.utf8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RandomRoundTripTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("seed " + seed);
    }

    @Test
    void eventsSurviveWritingAndReading() throws ProtocolException {
        RandomJson json = new RandomJson(random);
        SocketDecoder decoder = Decoded.decoder();
        for (int i = 0; i < 5_000; i++) {
            String context = "seed " + seed + " round " + i;
            List<byte[]> attachments = attachments();
            Payload argument = Payload.json(json.value(
                            IntStream.range(0, attachments.size()).boxed().toList()))
                    .withAttachments(attachments);
            NameValue name = NameValue.of("n" + i);
            long ackId = random.nextBoolean() ? SocketPacket.NO_ACK : random.nextLong(1L << 53);
            String namespace = random.nextBoolean() ? "/" : "/né" + i;
            byte[] text = PacketWriter.SOCKET.event(namespace, name, argument, ackId);
            SocketPacket packet = decode(decoder, text, attachments);
            assertThat(packet.namespace()).as(context).isEqualTo(namespace);
            assertThat(packet.ackId()).as(context).isEqualTo(ackId);
            assertThat(packet.arguments().nameValue()).as(context).isEqualTo(name);
            assertThat(packet.arguments().all()).as(context).isEqualTo(argument);
            assertThat(packet.arguments().argument(0)).as(context).isEqualTo(argument);
            assertSameFields(packet.arguments().fields(0), JsonFields.read(argument), context);
        }
    }

    /** What was noted while the packet was checked is what reading the argument finds. */
    private static void assertSameFields(@Nullable JsonFields noted, @Nullable JsonFields read, String context) {
        if (noted == null || read == null) {
            assertThat(noted).as(context).isSameAs(read);
            return;
        }
        assertThat(noted.names()).as(context).isEqualTo(read.names());
        for (String name : read.names()) {
            assertThat(noted.field(name)).as(context).isEqualTo(read.field(name));
        }
    }

    @Test
    void attachmentsKeepTheirPlaceWhateverTheirNumbersAndCuts() throws ProtocolException {
        RandomJson json = new RandomJson(random);
        for (int i = 0; i < 5_000; i++) {
            String context = "seed " + seed + " round " + i;
            List<byte[]> onWire = attachments();
            List<Integer> numbers =
                    new ArrayList<>(IntStream.range(0, onWire.size()).boxed().toList());
            Collections.shuffle(numbers, random);
            int cut = random.nextInt(numbers.size() + 1);
            String first = json.value(numbers.subList(0, cut));
            String second = json.value(numbers.subList(cut, numbers.size()));
            String head = onWire.isEmpty() ? "2" : "5" + onWire.size() + "-";
            byte[] text = utf8(head + "[\"e\"," + first + "," + second + "]");
            EventArguments arguments = decode(Decoded.decoder(), text, onWire).arguments();
            assertThat(arguments.size()).as(context).isEqualTo(2);
            List<byte[]> expected = numbers.stream().map(onWire::get).toList();
            assertAttachments(arguments.argument(0), expected.subList(0, cut), context);
            assertAttachments(arguments.argument(1), expected.subList(cut, numbers.size()), context);
            ByteBuilder joined = new ByteBuilder();
            arguments.argument(0).appendTo(joined, 0);
            joined.append(',');
            arguments.argument(1).appendTo(joined, cut);
            assertThat(joined.toString()).as(context).isEqualTo(arguments.all().toString());
        }
    }

    @Test
    void pollingBodiesSurviveWritingAndReading() throws ProtocolException {
        for (int i = 0; i < 5_000; i++) {
            List<EnginePacket> packets = packets();
            EngineVersion version = random.nextBoolean() ? EngineVersion.V3 : EngineVersion.V4;
            PollingBody body = PollingCodec.encode(version, packets, random.nextBoolean());
            assertThat(PollingCodec.decode(version, body.bytes(), body.octetStream(), 100, 1000))
                    .as("seed %d round %d", seed, i)
                    .isEqualTo(packets);
        }
    }

    @Test
    void fieldsAreFoundInAnyObject() {
        RandomJson json = new RandomJson(random);
        for (int i = 0; i < 5_000; i++) {
            String a = json.value(List.of());
            String b = json.value(List.of());
            JsonFields fields =
                    requireNonNull(JsonFields.read(Payload.json("{ \"a\" : " + a + " ,\"b\":" + b + "\n}")));
            assertThat(fields.field("a")).as("seed %d round %d", seed, i).hasToString(a);
            assertThat(fields.field("b")).as("seed %d round %d", seed, i).hasToString(b);
        }
    }

    private void assertAttachments(Payload payload, List<byte[]> expected, String context) {
        assertThat(payload.attachments()).as(context).containsExactlyElementsOf(expected);
        // Throws if the numbers are not 0 to n - 1 in document order.
        assertThat(payload.withAttachments(expected)).as(context).isEqualTo(payload);
    }

    private static SocketPacket decode(SocketDecoder decoder, byte[] text, List<byte[]> attachments)
            throws ProtocolException {
        SocketPacket packet = decoder.text(text, 0, text.length);
        for (byte[] attachment : attachments) {
            packet = decoder.binary(attachment);
        }
        return requireNonNull(packet);
    }

    private List<byte[]> attachments() {
        List<byte[]> attachments = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
            attachments.add(bytes());
        }
        return attachments;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<EnginePacket> packets() {
        List<PacketType> types = List.of(PacketType.values());
        String[] texts = {"", "a", "é€😀", "2[\"x\",1]", "1:2", "b4", "\u007f", "\ufeff"};
        List<EnginePacket> packets = new ArrayList<>();
        for (int k = random.nextInt(6); k >= 0; k--) {
            PacketType type = types.get(random.nextInt(types.size()));
            packets.add(
                    random.nextInt(3) == 0
                            ? EnginePacket.binary(bytes())
                            : EnginePacket.text(type, texts[random.nextInt(texts.length)].repeat(random.nextInt(5))));
        }
        return packets;
    }
}
