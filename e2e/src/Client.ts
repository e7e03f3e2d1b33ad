/** An answer of the endpoint: what GraphQL over HTTP says, and the HTTP status. */
export interface Answer<T> {
  status: number;
  data: T;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
  extensions?: { asOf?: { blockNumber: number; blockHash: string; timestamp?: string | null } };
}

/** Asks one GraphQL endpoint, as any client would. */
export class Client {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The whole answer, errors included. */
  async ask<T>(
    query: string,
    variables: Record<string, unknown> = {},
    signal?: AbortSignal,
  ): Promise<Answer<T>> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
      ...(signal && { signal }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer<T>, "status">) };
  }

  /** The data alone. Throws when the answer holds errors. */
  async data<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.ask<T>(query, variables);
    if (errors) throw new Error(`The endpoint answered with errors: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Every row of a collection, `first` at a time in the order of ids. */
  async all<T extends { id: string }>(collection: string, fields: string, first = 1000): Promise<T[]> {
    const rows: T[] = [];
    for (let page = 0; page < 100; page++) {
      const after = rows.at(-1)?.id ?? "0x";
      const { rows: next } = await this.data<{ rows: T[] }>(
        `query ($after: Bytes!, $first: Int!) {
           rows: ${collection}(first: $first, orderBy: id, where: { id_gt: $after }) { ${fields} }
         }`,
        { after, first },
      );
      rows.push(...next);
      if (next.length < first) return rows;
    }
    throw new Error(`${collection} has more than ${100 * first} rows: more than this story is made for`);
  }
}
