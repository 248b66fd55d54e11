// Runs in a sheet. Draws the Adaptive Card that stands as JSON in each frame.
{
  const library = globalThis.AdaptiveCards;
  const parsed = (element) => JSON.parse(element.textContent);

  // As Teams does: a call for a person shows the name alone. Our cards use no other markup.
  library.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const holder = document.createElement("p");
    holder.textContent = text.replace(/<at>(.*?)<\/at>/g, "$1");
    result.outputHtml = holder.outerHTML;
    result.didProcess = true;
  };

  // The phone apps promise no more than version 1.2, which has no tables: there the fallback is what people see.
  if (innerWidth < 600) library.GlobalRegistry.elements.unregister("Table");

  const host = new library.HostConfig(parsed(document.querySelector("#host")));
  for (const holder of document.querySelectorAll(".card")) {
    const card = new library.AdaptiveCard();
    card.hostConfig = host;
    card.parse(parsed(holder.querySelector("script")));
    const drawn = card.render();
    if (drawn) holder.replaceChildren(drawn);
  }
}
