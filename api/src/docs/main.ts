import { writeFile } from "node:fs/promises";
import { metricsPage } from "./metricsPage.ts";
import { PAGE_FILE, readSources } from "./readSources.ts";

await writeFile(PAGE_FILE, metricsPage(await readSources()));
