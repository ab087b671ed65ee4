// Gives each frame of a poll on this page the height of its content. The frames work without it: they scroll.
(() => {
  const { origin } = new URL(document.currentScript.src);
  const frames = document.getElementsByTagName("iframe");

  addEventListener("message", ({ origin: sender, source, data }) => {
    if (sender !== origin || data?.type !== "polls:height") return;
    for (const frame of frames) {
      if (frame.contentWindow !== source) continue;
      frame.style.boxSizing = "content-box";
      frame.style.height = `${Number(data.height)}px`;
    }
  });

  // A frame that was loaded before this script has told its height already, so it is asked again.
  for (const frame of frames) frame.contentWindow.postMessage("polls:height?", "*");
})();
