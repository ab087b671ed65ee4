import { lazyComponent } from "../net/lazyComponent";

/** Everything about codes, loaded for `/vote`, and on polls whose voters need a code or have to allow cookies first. */
export const Codes = lazyComponent(() => import("./CodeParts").then((part) => part.CodeParts));
