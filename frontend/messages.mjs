// Checks that each text of the voter page is a message, that the catalogues have each message and no other, and that
// each is translated. Extracts the messages into a copy of the catalogues, so that nothing changes.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseSync, traverse } from "@babel/core";

const OWN = "src/polls/language/locales";
const COPY = "node_modules/.catalogues";

/** Attributes that a screen reader reads, and properties of our components that are shown. */
const READ = ["alt", "aria-label", "aria-description", "placeholder", "title"];

/** The lines with texts that are not in a macro, as `file:line text`. */
function plainTexts(file) {
  const found = [];
  const tree = parseSync(readFileSync(file, "utf8"), {
    filename: file,
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ["typescript", "jsx"] },
  });
  const report = ({ node }, text) => {
    if (!/\p{L}/u.test(text)) return;
    found.push(`${file}:${node.loc.start.line} ${text.trim()}`);
  };
  // A text that is compared, or passed to a function, is not shown.
  const isShown = (path) => {
    const place = path.findParent(({ node }) => /^(JSX|Call|Binary|Tagged)/.test(node.type));
    if (place?.isJSXAttribute()) return READ.includes(place.node.name.name);
    if (!place?.isJSXExpressionContainer()) return false;
    const { parent } = place;
    return parent.type !== "JSXAttribute" || READ.includes(parent.name.name);
  };
  traverse(tree, {
    JSXElement(path) {
      if (path.node.openingElement.name.name === "Trans") path.skip();
    },
    JSXText(path) {
      report(path, path.node.value);
    },
    StringLiteral(path) {
      if (isShown(path)) report(path, path.node.value);
    },
    TemplateElement(path) {
      if (isShown(path)) report(path, path.node.value.raw);
    },
  });
  return found;
}

function lingui(...command) {
  const { status, stdout, stderr } = spawnSync("npx", ["lingui", ...command], {
    env: { ...process.env, CATALOGUES: COPY },
    encoding: "utf8",
  });
  if (status === 0) return;
  console.error(stdout + stderr);
  process.exit(1);
}

const plain = readdirSync("src/polls", { recursive: true })
  .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
  .flatMap((file) => plainTexts(join("src/polls", file)));
if (plain.length > 0) {
  console.error(`Texts outside of Lingui's macros:\n${plain.join("\n")}`);
  process.exit(1);
}

rmSync(COPY, { recursive: true, force: true });
cpSync(OWN, COPY, { recursive: true });
lingui("extract", "--clean");
for (const file of readdirSync(OWN)) {
  if (readFileSync(join(OWN, file)).equals(readFileSync(join(COPY, file)))) continue;
  console.error(`${OWN}/${file} is out of date: run 'make messages', and translate what is new.`);
  process.exit(1);
}
lingui("compile", "--strict");
