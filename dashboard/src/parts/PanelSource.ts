/** What went wrong for a panel, in words for its reader, with the API's code where it gave one. */
export type Failure = { readonly message: string; readonly code: string | null };

/** A question as GraphiQL takes it: the query's text, and its variables as JSON. */
export type Question = { readonly query: string; readonly variables: string };

/** What a panel needs to know of its part of a page's answer. */
export type PanelSource = {
  /** Nothing has been answered yet. */
  readonly isLoading: boolean;
  /** Another window is being asked for; what is there stays until then. */
  readonly isRefreshing: boolean;
  readonly failure: Failure | null;
  /** Asks again. */
  readonly retry: () => void;
  /** The query behind the panel. */
  readonly question: () => Question;
};
