/** What is known of a question before it is asked: about how many rows it will bring. */
export type Expected = { readonly rows?: number };

/** Who answers our questions; `T` is the shape of an answer's data. */
export type Asker = {
  ask<T>(query: string, variables: Readonly<Record<string, unknown>>, expected?: Expected): Promise<T>;
};
