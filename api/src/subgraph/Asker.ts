/** Who answers our questions; `T` is the shape of an answer's data. */
export type Asker = {
  ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T>;
};
