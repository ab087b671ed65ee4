import { Present } from "./Present";
import address from "./present.css?url";

/** The view once its styles are there, which no other page needs. */
export const styledPresent = () =>
  new Promise<typeof Present>((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), {
      rel: "stylesheet",
      href: address,
      onload: () => resolve(Present),
      onerror: () => {
        link.remove();
        reject(new Error("The styles did not load."));
      },
    });
    document.head.append(link);
  });
