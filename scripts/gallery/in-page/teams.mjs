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

  // The phone apps promise no more than version 1.2 of the format: of what is newer, people see the fallback there.
  const { v1_2: phones, v1_5: desks } = library.Versions;
  const version = innerWidth < 600 ? phones : desks;

  const host = new library.HostConfig(parsed(document.querySelector("#host")));
  for (const holder of document.querySelectorAll(".card")) {
    const card = new library.AdaptiveCard();
    card.hostConfig = host;
    card.parse(parsed(holder.querySelector("script")), new library.SerializationContext(version));
    const drawn = card.render();
    if (drawn) holder.replaceChildren(drawn);
  }
}
