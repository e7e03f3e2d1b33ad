const QUESTION = `{
  sinkCapacities(first: 5, orderBy: id) {
    id smoothed cap utilization
    volatility(window: { last: "PT6H" }) { n mean coefficientOfVariation resolution }
    reliability { rate latencyP95 }
  }
  slashes(first: 3, orderBy: sequence) { reasonText amount audit { verdict } }
}`;

/** The bytes of the answer to a question that anyone may ask. Throws when it is not answered without an error. */
export async function ordinaryAnswer(url: string): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: QUESTION }),
  });
  const text = await response.text();
  if (response.status === 200 && !text.includes('"errors"')) return text;
  throw new Error(`An ordinary question is answered with HTTP ${response.status}: ${text.slice(0, 500)}`);
}
