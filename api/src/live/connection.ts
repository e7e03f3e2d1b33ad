import type { WebSocket } from "@fastify/websocket";
import type { FastifyRequest } from "fastify";
import { CloseCode, type Server } from "graphql-ws";

/** A client's connection, and the request that opened it. */
export type Connection = { readonly socket: WebSocket; readonly request: FastifyRequest };

/**
 * Lets a GraphQL server speak over a connection until that closes. A client that goes away while it is answered is no
 * failure; every other one is logged, and ends the connection.
 */
export function speak(server: Server<Connection>, { socket, request }: Connection): void {
  const fail = (error: unknown) => {
    request.log.error({ err: error }, "a subscriber's message could not be handled");
    socket.close(CloseCode.InternalServerError, "Internal server error");
  };
  const spoken = {
    protocol: socket.protocol,
    send: (text: string) => send(text, { socket, request }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage: (handle: (text: string) => Promise<void>) => {
      socket.on("message", (data) => void handle(String(data)).catch(fail));
    },
  };
  const closed = server.opened(spoken, { socket, request });
  socket.once("close", (code, reason) => void closed(code, String(reason)).catch(fail));
}

/** Resolves too where the text can no longer arrive: the connection's end is told by the socket itself. */
function send(text: string, { socket, request }: Connection): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    socket.send(text, (error) => {
      if (error) {
        request.log.debug({ err: error }, "a subscriber's connection broke while it was answered");
        socket.terminate();
      }
      resolve();
    });
  });
}

/** Asks the client every so often (ms) whether it is there, and leaves one that has not answered by the next time. */
export function keepAlive(socket: WebSocket, everyMs: number): void {
  let isThere = true;
  const timer = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  socket.on("pong", () => {
    isThere = true;
  });
  socket.once("close", () => clearInterval(timer));
}
