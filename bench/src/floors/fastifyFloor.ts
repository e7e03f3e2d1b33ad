import Fastify from "fastify";

// The server that the API stands on, with nothing behind it: every question has the same answer, already text.
const app = Fastify({ logger: false });
const body = JSON.stringify({ data: { answer: "42" } });
app.post("/graphql", (_request, reply) => reply.type("application/json; charset=utf-8").send(body));
console.log(`listening ${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql`);
