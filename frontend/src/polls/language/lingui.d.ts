/** A catalogue, which Lingui's Vite plugin compiles. */
declare module "*.po" {
  import type { Messages } from "@lingui/core";
  export const messages: Messages;
}

/**
 * The macros for JSX. Their package `@lingui/react` is not installed, because its types and its code are for React: the
 * build replaces the macros by `Trans` of this folder.
 */
declare module "@lingui/react/macro" {
  import type { ComponentChild, ComponentChildren } from "preact";
  export function Trans(props: { children: ComponentChildren }): ComponentChild;
}
