import { transformAsync } from "@babel/core";
import macros from "@lingui/babel-plugin-lingui-macro";
import type { Plugin } from "vite";

/** Replaces Lingui's macros in the voter's page. Vite compiles the TypeScript and the JSX afterwards. */
export const linguiMacros: Plugin = {
  name: "lingui-macros",
  enforce: "pre",
  transform: {
    filter: { id: /\/src\/polls\/.*\.tsx?$/, code: /from "@lingui\/(core|react)\/macro"/ },
    async handler(code, filename) {
      const result = await transformAsync(code, {
        filename,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [macros],
      });
      return result?.code ? { code: result.code, map: result.map } : null;
    },
  },
};
