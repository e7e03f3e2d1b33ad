import { ApolloProvider } from "@apollo/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { client } from "./api/client.ts";
import { goLive } from "./api/live.ts";
import "./styles/theme.css";
import "./styles/page.css";
import "./styles/head.css";
import "./styles/panel.css";
import "./styles/inline.css";
import "./styles/table.css";
import "./styles/audit.css";
import "./styles/controls.css";
import "./styles/charts.css";

goLive();
const holder = document.getElementById("app");
if (holder === null) throw new Error("index.html has no element #app to show the dashboard in");
createRoot(holder).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
