import { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify from "fastify";

// Apollo on that server, with one resolver that knows its answer, and can give it any length.
const texts = new Map<number, string>();
function textOf(length: number): string {
  const text = texts.get(length) ?? "4".repeat(length);
  texts.set(length, text);
  return text;
}
const app = Fastify({ logger: false });
const apollo = new ApolloServer({
  typeDefs: "type Query { answer(length: Int = 2): String! }",
  resolvers: { Query: { answer: (_: unknown, { length }: { length: number }) => textOf(length) } },
});
await apollo.start();
app.post("/graphql", fastifyApolloHandler(apollo));
console.log(`listening ${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql`);
