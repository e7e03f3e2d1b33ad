/** How everything on the page is measured. */
export const INTRODUCTION = `# Benchmarks

Written by the command below; do not edit. Client, API, graph-node, PostgreSQL and chain share one machine, so each
figure is of the whole, not of a part. A case is warmed up, then asked for some seconds; where that gave fewer
than 40 answers, or three a connection, until it did. *Different*: no two requests ask the same, so that no cache can answer. *The
same*: one question over and over at one block. Differences below a third are noise.`;

/** What the table of processor times shows. */
export const CPU = `Processor time that one request took of each part (ms), and the requests a second that all cores together could
answer at that price. Where that is about what was measured, the machine was busy throughout: a part that took most of
it is where to look. The rest of a client's waiting is for its turn.`;

/** What the table of requests to graph-node shows. */
export const REQUESTS = `What the API asks of graph-node to answer a question that it has not seen, counted by a proxy between the two;
the head of the chain, which the API looks up for all requests together, is in the larger figure where it fell into one.`;

/** How longer histories come to be, and what is asked of them. */
export const GROWTH = `One client, different questions. The longer histories are **synthetic**: the real week's commitments, reveals, deposits,
drains, overflows and rebalances are repeated in the database as weeks that came before (\`bench/src/scale\`), with
their points, hours, days and totals, once an empty block a day later has closed the week's last hour and day; stakes,
registrations and pools stay the real week's alone. Before it is measured,
every history is checked through the API: counts, means and sums over all time are so many times the week's, and the
last seven days are told to the wei as before. The seven-day questions find as many facts at each size; the last row
reads all there are, from facts at first, then from hours and days.`;
