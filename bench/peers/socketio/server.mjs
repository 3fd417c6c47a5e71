// Channels on socket.io: rooms, and io.to(channel).emit. Says where it listens and ends with its parent.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { Server } from "socket.io";

const require = createRequire(import.meta.url);
const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });

io.on("connection", (socket) => {
  socket.on("join", ({ channel }, ack) => {
    socket.join(channel);
    ack?.();
  });
  socket.on("leave", ({ channel }, ack) => {
    socket.leave(channel);
    ack?.();
  });
  socket.on("message", ({ channel, eventName, message, echo }, ack) => {
    (echo === false ? socket : io).to(channel).emit(eventName, { channel, message });
    ack?.();
  });
});

const version = (name) => require(`${name}/package.json`).version;
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  console.log(`versions socket.io ${version("socket.io")}, ws ${version("ws")}, Node ${process.versions.node}`);
  console.log(`listening ${http.address().port}`);
});

// The bench keeps this pipe open; without it there is nobody to listen for.
process.stdin.on("end", () => process.exit(0)).resume();
