// Reads one line of JSON, {name: {schema, documents: [...]}}, and says of each name whether ajv takes its schema in strict
// mode, and of each document whether it is valid: {name: {error, valid: [...]}}.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const said = {};
for (const [name, { schema, documents }] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    const ajv = new Ajv.default({ strict: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    said[name] = { error: "", valid: documents.map((document) => validate(document)) };
  } catch (error) {
    said[name] = { error: error.message, valid: [] };
  }
}
process.stdout.write(JSON.stringify(said));
