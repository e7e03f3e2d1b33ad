import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";

/**
 * Asks the API that served this page. Nothing is normalised or kept: an answer is a picture of one block, and entities
 * of two blocks must not be mixed in it. An answer with errors still shows what it has.
 */
export const client = new ApolloClient({
  link: new HttpLink({ uri: "/graphql" }),
  cache: new InMemoryCache(),
});
