const defaultQuery = `# Which sinks' capacities moved most this week? Every answer says which block it is of.
{
  asOf {
    blockNumber
    timestamp
  }
  sinkCapacities(first: 5) {
    sink {
      id
    }
    taskType {
      id
    }
    smoothed
    volatility(window: { last: "P7D" }) {
      n
      coefficientOfVariation
      resolution
      nullReason
    }
    reliability {
      rate
      expired
    }
  }
}
`;

// The part of the address after # may hold a query, its variables and a theme; it never reaches the server.
const asked = new URLSearchParams(location.hash.slice(1));
const { React, ReactDOM, GraphiQL } = window;
const props = {
  fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
  defaultQuery,
  shouldPersistHeaders: false,
};
if (asked.has("query"))
  Object.assign(props, { query: asked.get("query"), variables: asked.get("variables") ?? "" });
if (asked.has("theme")) props.forcedTheme = asked.get("theme");
ReactDOM.createRoot(document.getElementById("graphiql")).render(React.createElement(GraphiQL, props));
