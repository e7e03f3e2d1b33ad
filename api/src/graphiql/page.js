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

const { React, ReactDOM, GraphiQL } = window;
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
const page = ReactDOM.createRoot(document.getElementById("graphiql"));
page.render(React.createElement(GraphiQL, { fetcher, defaultQuery, shouldPersistHeaders: false }));
