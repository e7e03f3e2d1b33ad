import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { Route, Switch, useLocation } from "wouter";
import { Network } from "./pages/Network.tsx";
import { NotFound } from "./pages/NotFound.tsx";
import { TopBar } from "./parts/TopBar.tsx";

const TaskType = lazy(async () => ({ default: (await import("./pages/TaskType.tsx")).TaskType }));
const Sink = lazy(async () => ({ default: (await import("./pages/Sink.tsx")).Sink }));
const Slashes = lazy(async () => ({ default: (await import("./pages/Slashes.tsx")).Slashes }));
const Slash = lazy(async () => ({ default: (await import("./pages/Slash.tsx")).Slash }));
const Pipelines = lazy(async () => ({ default: (await import("./pages/Pipelines.tsx")).Pipelines }));
const Query = lazy(async () => ({ default: (await import("./pages/Query.tsx")).Query }));

/** The dashboard: a bar that is always in sight, and the page of the URL. */
export function App(): ReactNode {
  const [path] = useLocation();
  useEffect(() => {
    if (path !== "") window.scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <TopBar />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<p className="skeleton page-skeleton" />}>
          <Switch>
            <Route path="/" component={Network} />
            <Route path="/tasks/:id">{({ id }) => <TaskType key={id} id={id.toLowerCase()} />}</Route>
            <Route path="/sinks/:id">{({ id }) => <Sink key={id} id={id.toLowerCase()} />}</Route>
            <Route path="/slashes" component={Slashes} />
            <Route path="/slashes/:id">{({ id }) => <Slash key={id} id={id.toLowerCase()} />}</Route>
            <Route path="/pipelines" component={Pipelines} />
            <Route path="/query" component={Query} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </main>
    </>
  );
}
