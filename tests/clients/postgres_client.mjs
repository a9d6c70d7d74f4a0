// Logs in to PostgreSQL with pg, at the address of DATABASE_URL. Prints user and database.
import { createRequire } from "node:module";

const { Client } = createRequire(process.env.NODE_MODULES)("pg");
const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const { rows } = await client.query("select current_user || ' ' || current_database() as said");
console.log("pg", rows[0].said);
await client.end();
