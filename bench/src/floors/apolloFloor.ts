import { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify from "fastify";

// Apollo on that server, with one resolver that knows its answer.
const app = Fastify({ logger: false });
const apollo = new ApolloServer({
  typeDefs: "type Query { answer: String! }",
  resolvers: { Query: { answer: () => "42" } },
});
await apollo.start();
app.post("/graphql", fastifyApolloHandler(apollo));
console.log(`listening ${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql`);
