// taplo's language server, as its package @taplo/lsp has it for editors, over the standard input and output.
import { readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { isAbsolute } from "node:path";

const { TaploLsp } = createRequire(process.argv[2] + "/")("@taplo/lsp");

const none = async () => new Uint8Array();
const environment = {
  now: () => new Date(),
  envVar: () => undefined,
  envVars: () => [],
  stdErrAtty: () => false,
  stdin: none,
  stdout: async (bytes) => bytes.length,
  stderr: async (bytes) => process.stderr.write(bytes) && bytes.length,
  glob: () => [],
  readFile: async (path) => readFileSync(path),
  writeFile: async () => {},
  // The server asks this of documents without a file too.
  urlToFilePath: (url) => (url.startsWith("file:") ? fileURLToPath(url) : new URL(url).pathname),
  isAbsolute,
  cwd: () => process.cwd(),
  findConfigFile: () => undefined,
  fetch: {
    // Nothing is to come from a network.
    fetch: async (url) => {
      throw new Error(`${url} was asked for`);
    },
    Headers,
    Request,
    Response,
  },
};

const server = await TaploLsp.initialize(environment, {
  onMessage: (message) => {
    const body = Buffer.from(JSON.stringify(message));
    process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
    process.stdout.write(body);
  },
});

let read = Buffer.alloc(0);
process.stdin.on("data", (bytes) => {
  read = Buffer.concat([read, bytes]);
  for (;;) {
    const end = read.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(read.subarray(0, end).toString())[1]);
    if (read.length < end + 4 + length) return;
    const body = read.subarray(end + 4, end + 4 + length).toString();
    read = read.subarray(end + 4 + length);
    server.send(JSON.parse(body));
  }
});
process.stdin.on("end", () => process.exit(0));
