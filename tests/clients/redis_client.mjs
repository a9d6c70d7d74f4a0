// Writes through a library of Node: LIBRARY TIMES. Prints, for each write, the id of the server that took it.
// The address is what the environment says, and it is read by the library alone.
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";

const require = createRequire(process.env.NODE_MODULES);
const [, , name, times] = process.argv;
const url = process.env.REDIS_URL;

async function connect() {
  if (name === "ioredis") {
    const Redis = require("ioredis").default;
    const client = new Redis(url, { commandTimeout: 1000, connectTimeout: 1000 });
    client.on("error", () => {});
    return client;
  }
  const client = require("redis").createClient({ url, socket: { connectTimeout: 1000 } });
  client.on("error", () => {});
  return client.connect();
}

const client = await connect();
for (let n = 0; n < Number(times); n += 1) {
  try {
    await client.set(name, "1");
    console.log(/run_id:(\w+)/.exec(await client.info("server"))[1]);
  } catch (error) {
    console.error(error.name);
  }
  await sleep(50);
}
process.exit(0);
