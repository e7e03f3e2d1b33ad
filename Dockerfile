# Two images from one clone. `tools` has all of it, built: it deploys, and can run a local chain. `api` has what the API
# needs and nothing else.

FROM node:24.21.0-bookworm-slim AS tools
WORKDIR /app
ENV HOME=/tmp
COPY . .
RUN node scripts/setup.mjs && mkdir /chain && chown node:node /chain
USER node

FROM node:24.21.0-bookworm-slim AS api-packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY --from=tools /app/analytics/package.json analytics/
COPY --from=tools /app/api/package.json api/
COPY --from=tools /app/auditor/package.json auditor/
COPY --from=tools /app/bench/package.json bench/
COPY --from=tools /app/cli/package.json cli/
COPY --from=tools /app/contracts/package.json contracts/
COPY --from=tools /app/dashboard/package.json dashboard/
COPY --from=tools /app/e2e/package.json e2e/
COPY --from=tools /app/examples/typescript/package.json examples/typescript/
COPY --from=tools /app/scenario/package.json scenario/
COPY --from=tools /app/subgraph/package.json subgraph/
# Of what the contracts are made of, only the artifacts are read.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspace=api \
  && rm -r node_modules/@superfluid-finance node_modules/@openzeppelin

FROM node:24.21.0-bookworm-slim AS api
WORKDIR /app
COPY --from=api-packages /app/node_modules node_modules
COPY --from=tools /app/package.json /app/schema.graphql ./
COPY --from=tools /app/analytics analytics
COPY --from=tools /app/api api
COPY --from=tools /app/auditor auditor
COPY --from=tools /app/contracts/package.json contracts/
COPY --from=tools /app/contracts/scripts contracts/scripts
COPY --from=tools /app/contracts/artifacts contracts/artifacts
COPY --from=tools /app/dashboard/build dashboard/build
USER node
EXPOSE 4000
CMD ["node", "api/src/main.ts"]
HEALTHCHECK --interval=5s --timeout=5s --retries=3 --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
