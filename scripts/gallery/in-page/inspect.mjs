// Runs in a sheet. Reads it as people do, and says what of it cannot be seen: words or controls that stick out of their frame, or
// that something hides without an ellipsis.
{
  /** Rounding, and letters that lean out of their box. */
  const tolerance = 1.5;

  const nameOf = (element) => {
    const kind = [...element.classList].slice(0, 2).map((name) => `.${name}`);
    return `<${element.tagName.toLowerCase()}${kind.join("")}>`;
  };
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";

  /** Words for screen readers alone are one pixel wide, or clipped away as a whole. */
  const isUnseen = (around, { position, clipPath }) =>
    position === "absolute" && (around.width <= 1 || around.height <= 1 || clipPath !== "none");

  /** How far the box goes beyond another one, to the sides and up or down. */
  const beyond = (box, around) => ({
    wide: Math.max(box.right - around.right, around.left - box.left) > tolerance,
    tall: Math.max(box.bottom - around.bottom, around.top - box.top) > tolerance,
  });

  /** The box whose lines the words are in: only its own ellipsis shows. */
  const blockOf = (element) =>
    getComputedStyle(element).display === "inline" ? blockOf(element.parentElement) : element;
  const isEither = (test, { wide, tall }, { overflowX, overflowY }) =>
    (wide && test(overflowX)) || (tall && test(overflowY));

  /** What one element does to a box inside it: undefined if nothing, "" if it is meant, else words. */
  function effectOf(element, box, { scrollers, from }) {
    const around = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (isUnseen(around, style)) return "";
    const out = beyond(box, around);
    if (isEither(scrolls, out, style)) {
      const declared = scrollers.some((one) => element.matches(one));
      return declared ? "" : `scrolls inside ${nameOf(element)}`;
    }
    if (!isEither(hides, out, style)) return undefined;
    const isShortened = style.textOverflow === "ellipsis" && blockOf(from) === element;
    return out.wide && isShortened ? "" : `is cut by ${nameOf(element)}`;
  }

  /** What stands in the way of seeing a box in full, going outwards from its element; "" if nothing does. */
  function obstacle(box, from, frame, scrollers) {
    for (let at = from; at && frame.contains(at); at = at.parentElement) {
      const effect = effectOf(at, box, { scrollers, from });
      if (effect !== undefined) return effect;
    }
    return beyond(box, frame.getBoundingClientRect()).wide ? "sticks out of its frame" : "";
  }

  /** Word by word: the space at a line's end may hang over the edge, and nobody misses it. */
  function* wordsIn(frame) {
    const walker = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { 0: word, index } of node.data.matchAll(/\S+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        for (const box of range.getClientRects()) {
          yield { what: `"${word.slice(0, 40)}"`, box, from: node.parentElement };
        }
      }
    }
  }

  function* controlsIn(frame) {
    for (const part of frame.querySelectorAll("button, a, img, svg, canvas, input")) {
      yield { what: nameOf(part), box: part.getBoundingClientRect(), from: part.parentElement };
    }
  }

  function problemsIn(frame, scrollers) {
    return [...wordsIn(frame), ...controlsIn(frame)]
      .filter(({ box }) => box.width > 0 && box.height > 0)
      .map(({ what, box, from }) => ({ what, problem: obstacle(box, from, frame, scrollers) }))
      .filter(({ problem }) => problem !== "")
      .map(({ what, problem }) => `${frame.dataset.name}: ${what} ${problem}`);
  }

  globalThis.findClipped = (scrollers) => {
    const frames = [...document.querySelectorAll(".frame")];
    const problems = frames.flatMap((frame) => problemsIn(frame, scrollers));
    const { scrollWidth, clientWidth } = document.scrollingElement;
    const page = `the page is ${scrollWidth} px wide in a window of ${clientWidth} px`;
    return [...new Set([...problems, ...(scrollWidth > clientWidth ? [page] : [])])];
  };

  /** What can be read in each frame, as a reader would read it: what is hidden does not count. */
  globalThis.readFrames = () =>
    // biome-ignore lint/performance/useDomNodeTextContent: textContent holds what is hidden, too
    [...document.querySelectorAll(".frame")].map((frame) => frame.innerText);

  /** What axe finds serious, but for what a stand-in is excused for. */
  globalThis.runAxe = async (excuses) => {
    const isExcused = (id, selector) =>
      excuses.some(
        ({ rule, within }) => rule === id && document.querySelector(selector)?.closest(within),
      );
    const { violations } = await globalThis.axe.run(
      { include: [[".frame"]] },
      { resultTypes: ["violations"] },
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes
          .filter(({ target }) => !isExcused(id, target[0]))
          .map(({ html, failureSummary }) => ({ html, why: failureSummary ?? "" })),
      }))
      .filter(({ nodes }) => nodes.length > 0);
  };
}
