/**
 * The API's answer to the first request of the page, which the HTML brings along: the poll or the list at its address.
 * The first request takes it, and later ones ask the API.
 */

type Answer = { status: number; text: string };

/** The answer to `GET path`. It stays for the request, and is null for an error. */
export function readAnswer<T>(path: string): T | null {
  const answer = answerTo(path);
  return answer?.status === 200 ? JSON.parse(answer.text) : null;
}

export function takeAnswer(path: string): Answer | null {
  const answer = answerTo(path);
  element()?.remove();
  return answer;
}

const element = () => document.getElementById("answer");

function answerTo(path: string): Answer | null {
  const { dataset, textContent } = element() ?? {};
  if (!textContent || dataset?.path !== path || isOldCopy()) return null;
  return { status: Number(dataset.status), text: textContent };
}

/** True after Back, when the browser may show a copy of the page that it kept. */
function isOldCopy() {
  const [visit] = performance.getEntriesByType("navigation");
  return (visit as PerformanceNavigationTiming | undefined)?.type === "back_forward";
}
