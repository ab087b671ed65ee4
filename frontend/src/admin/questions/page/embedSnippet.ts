const ENTITIES: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;" };

const escaped = (text: string) => text.replace(/[&"<]/g, (character) => ENTITIES[character] ?? "");

/** The HTML that shows a poll in a frame on another site. The height is for pages that do not load the script. */
export const embedSnippet = (site: string, slug: string, question: string) =>
  `<iframe src="${site}/polls/${slug}/embed" title="${escaped(question)}" width="100%" height="600" style="border: 0"></iframe>
<script async src="${site}/embed.js"></script>`;
