package dev.parley.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The system's best transport, with which the loops that serve connections also accept them. Vert.x has a thread of its own for that,
 * which costs a connection two changes of thread before its first byte is read.
 */
final class LoopTransport implements io.vertx.core.transport.Transport, Transport {

    private final io.vertx.core.transport.Transport best;
    private final Transport with;
    private @Nullable EventLoopGroup loops;

    private LoopTransport(io.vertx.core.transport.Transport best) {
        this.best = best;
        this.with = best.implementation();
    }

    /** Epoll or kqueue, or what the JDK has where there is neither. */
    static LoopTransport best() {
        io.vertx.core.transport.Transport own = io.vertx.core.transport.Transport.nativeTransport();
        return new LoopTransport(own != null && own.available() ? own : io.vertx.core.transport.Transport.NIO);
    }

    /** Vert.x asks for the loops first, and then for those that accept. */
    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        EventLoopGroup made = loops;
        if (made == null || type != ACCEPTOR_EVENT_LOOP_GROUP) {
            made = with.eventLoopGroup(type, threads, factory, ioRatio);
            loops = made;
        }
        return made;
    }

    @Override
    public String name() {
        return best.name();
    }

    @Override
    public boolean available() {
        return best.available();
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public boolean supportsDomainSockets() {
        return with.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return with.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return with.isAvailable();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return with.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return with.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return with.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return with.ioHandlerFactory();
    }

    @Override
    @SuppressWarnings("deprecation") // of Netty, while Vert.x has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return with.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return with.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return with.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return with.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        with.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig options, boolean domainSocket, Bootstrap bootstrap) {
        with.configure(options, domainSocket, bootstrap);
    }

    @Override
    public void configure(TcpConfig options, boolean domainSocket, ServerBootstrap bootstrap) {
        with.configure(options, domainSocket, bootstrap);
    }
}
