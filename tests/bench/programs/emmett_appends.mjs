// Appends with npm's emmett-postgresql: events committed a second, one event a commit.
// Arguments: a DSN, the number of writers, seconds. Runs in a folder of its own.

import { getPostgreSQLEventStore } from "@event-driven-io/emmett-postgresql";
import { randomUUID } from "node:crypto";

const [dsn, writers, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const store = getPostgreSQLEventStore(dsn);
const data = {
  case_id: "0197c0de-0000-7000-8000-000000000001",
  client_id: "0197c0de-0000-7000-8000-000000000002",
  kind: "at_large",
  region: "410102001003",
  entry_id: "0197c0de-0000-7000-8000-000000000003",
  occurred_on: "2019-03-14",
  mode: "home_visit",
};
const event = { type: "ContactRecorded", data };
await store.appendToStream(`bench-${randomUUID()}`, [event]);

const started = performance.now();
const ends = started + seconds * 1000;
const counts = await Promise.all(
  Array.from({ length: writers }, async () => {
    const stream = `bench-${randomUUID()}`;
    let done = 0;
    while (performance.now() < ends) {
      await store.appendToStream(stream, [event]);
      done += 1;
    }
    return done;
  }),
);
const took = (performance.now() - started) / 1000;
console.log(counts.reduce((sum, count) => sum + count, 0) / took);
await store.close();
