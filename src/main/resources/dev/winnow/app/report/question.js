/* One question: its gold answer, the strategies compared side by side, and what all others answered. */
const questionView = (() => {
  const EXCERPT = 1600;
  const AROUND = 320;
  const FIRST = 30;
  const LETTERS = ["A", "B", "C"];
  const SIGNS = { right: "✓", wrong: "✗", partly: "≈", failed: "!", unknown: "·" };
  const NOT_KEPT = "The text is not kept in this page.";
  const several = data.models.length > 1;
  const measure = data.answer >= 0 ? data.answer : data.evidence;

  function verdictOf(score, failed) {
    if (failed) return "failed";
    if (score === null || score === undefined) return "unknown";
    const value = data.measures[measure].lower ? 1 - score : score;
    return value > 0.999 ? "right" : value < 0.001 ? "wrong" : "partly";
  }

  const verdict = trial => verdictOf(measure < 0 ? null : trial.scores[measure], trial.end === "f");

  function sign(kind) {
    return el("span", { class: "sign " + kind, title: kind, role: "img", "aria-label": kind }, SIGNS[kind]);
  }

  const letter = index => el("span", { class: "letter letter-" + index, "aria-hidden": "true" }, LETTERS[index]);
  const note = text => el("span", { class: "state" }, text);
  const number = (count, one, many) => `${grouped(count)} ${count === 1 ? one : many}`;

  const nameOf = row => several ? `${data.rows[row].id} (${data.models[data.rows[row].model]})` : data.rows[row].id;

  /** Text of [start, end) with the evidence inside it marked; offsets are the document's. */
  function marked(text, start, evidence) {
    const end = start + text.length;
    const nodes = [];
    let at = start;
    for (const piece of evidence) {
      const first = Math.max(piece.start, at), last = Math.min(piece.end, end);
      if (first >= last) continue;
      nodes.push(text.slice(at - start, first - start), el("mark", { "aria-label": "gold evidence" }, text.slice(first - start, last - start)));
      at = last;
    }
    nodes.push(text.slice(at - start));
    return nodes;
  }

  /** A long text as pieces around its evidence; the rest unfolds. */
  function excerpt(body, text, from, evidence) {
    const end = from + text.length;
    const inside = evidence.filter(piece => piece.start < end && from < piece.end);
    const around = inside.length ? AROUND : AROUND / 2;
    const windows = [];
    for (const piece of inside.length ? inside : [{ start: from, end: from }]) {
      const left = Math.max(from, piece.start - around), right = Math.min(end, piece.end + around);
      const previous = windows[windows.length - 1];
      if (previous && left <= previous[1]) previous[1] = Math.max(previous[1], right);
      else windows.push([left, right]);
    }
    let at = from;
    const gap = (left, right) => {
      if (right <= left) return;
      const button = el("button", { type: "button", class: "more", onclick: () => button.replaceWith(text.slice(left - from, right - from)) },
        ` [… ${grouped(right - left)} characters …] `);
      body.append(button);
    };
    for (const [left, right] of windows) {
      gap(at, left);
      body.append(...marked(text.slice(left - from, right - from), left, evidence));
      at = right;
    }
    gap(at, end);
  }

  function fill(body, passage, document, evidence) {
    const pieces = drill.pieces(document, passage.start, passage.end);
    if (!pieces) {
      body.append(note(NOT_KEPT));
      return;
    }
    let at = passage.start;
    const missing = upTo => {
      if (upTo > at) body.append(note(` [${grouped(upTo - at)} characters are not kept in this page] `));
    };
    for (const { start, text } of pieces) {
      missing(start);
      if (text.length > EXCERPT) excerpt(body, text, start, evidence);
      else body.append(...marked(text, start, evidence));
      at = start + text.length;
    }
    missing(passage.end);
  }

  const overlap = (a, b) => a.document === b.document && a.start < b.end && b.start < a.end;
  const evidenceIn = (passage, detail) => detail.evidence.filter(piece => overlap(piece, passage));

  const isCited = (passage, trial) => trial.citations.some(citation => citation.document !== undefined && overlap(citation, passage));
  const invented = trial => trial.citations.filter(citation => citation.document === undefined);

  /** The passages of other contexts that share text with this one, as [which, place]. */
  function sharedWith(passage, others) {
    return others.flatMap(({ which, byDocument }) => {
      const match = (byDocument.get(passage.document) || []).find(other => overlap(other, passage));
      return match ? [[which, match.place]] : [];
    });
  }

  function byDocument(passages) {
    const found = new Map();
    passages.forEach((passage, place) => {
      if (!found.has(passage.document)) found.set(passage.document, []);
      found.get(passage.document).push({ ...passage, place });
    });
    return found;
  }

  function passageView(passage, place, trial, detail, shared, goTo) {
    const document = drill.document(passage.document);
    const evidence = evidenceIn(passage, detail);
    const body = el("p", { dir: "auto" });
    fill(body, passage, document, evidence);
    let whole = null;
    if (!evidence.length && passage.end - passage.start <= EXCERPT && body.textContent.length > 160) {
      const unfold = () => {
        body.classList.remove("clamp");
        whole.remove();
      };
      body.classList.add("clamp");
      body.addEventListener("click", unfold);
      whole = el("button", { type: "button", class: "more", onclick: unfold }, "whole text");
    }
    const ranked = trial.shown.length > 1 && passage.score;
    return el("article", { class: "passage" + (shared.length ? " shared" : ""), tabindex: -1, "aria-label": `Passage ${place + 1}` }, el("header", {},
      el("span", {}, `${place + 1}.`), el("b", { dir: "auto" }, document.title || document.id),
      document.title && document.title !== document.id ? el("span", { dir: "auto" }, document.id) : null,
      ranked ? el("span", {}, `rank ${passage.rank}, score ${passage.score}`) : null,
      el("span", {}, number(passage.tokens, "token", "tokens")),
      evidence.length ? el("span", { class: "held" }, "holds evidence") : null,
      isCited(passage, trial) ? el("span", { class: "cited" }, "cited") : null,
      shared.map(([which, other]) => el("button", { type: "button", class: "more", onclick: () => goTo(which, other),
        "aria-label": `also in ${LETTERS[which]}, passage ${other + 1}` }, "also in ", letter(which), ` ${other + 1}.`)), whole), body);
  }

  /** The context from start to end, each passage as wide as its tokens, a tick where evidence stands in it. */
  function strip(trial, detail, shared, goTo) {
    return el("div", { class: "strip", role: "group", "aria-label": "Where evidence stands in the context" }, trial.shown.map((passage, place) => {
      const evidence = evidenceIn(passage, detail);
      const others = shared(passage);
      const length = Math.max(1, passage.end - passage.start);
      const label = [`passage ${place + 1} of ${trial.shown.length}`, evidence.length ? "holds evidence" : null, isCited(passage, trial) ? "cited" : null,
        others.length ? "also in " + others.map(([which]) => LETTERS[which]).join(", ") : null].filter(Boolean).join(", ");
      return el("button", { type: "button", class: [evidence.length ? "held" : "", others.length ? "shared" : ""].join(" "),
        style: `flex:${Math.max(1, passage.tokens)} 1 0`, title: label, "aria-label": label, onclick: () => goTo(place) },
      evidence.map(piece => {
        const left = 100 * Math.max(0, piece.start - passage.start) / length;
        const right = 100 * Math.min(length, piece.end - passage.start) / length;
        return el("i", { style: `left:${left.toFixed(1)}%;width:${(right - left).toFixed(1)}%` });
      }));
    }));
  }

  function positions(trial, detail) {
    const all = trial.shown.reduce((sum, passage) => sum + passage.tokens, 0);
    const places = [];
    let before = 0;
    for (const passage of trial.shown) {
      for (const piece of evidenceIn(passage, detail)) {
        const share = Math.max(0, piece.start - passage.start) / Math.max(1, passage.end - passage.start);
        places.push(Math.round(100 * (before + share * passage.tokens) / Math.max(1, all)));
      }
      before += passage.tokens;
    }
    return [...new Set(places)];
  }

  function contextNote(trial, detail) {
    const held = trial.shown.filter(passage => evidenceIn(passage, detail).length).length;
    const at = positions(trial, detail);
    return `${number(trial.shown.length, "passage", "passages")} in the order shown, left to right; ${grouped(held)} with gold evidence`
      + (at.length ? `, at ${at.slice(0, 8).map(place => place + " %").join(", ")}${at.length > 8 ? ", …" : ""}` : "")
      + (trial.omitted > 0 ? `; ${grouped(trial.omitted)} left out or cut` : "");
  }

  const duration = ms => ms >= 1000 ? fixed(ms / 1000, 1) + " s" : fixed(ms, 1) + " ms";

  /** By the model's own account, and what it took to get the reply. */
  function accountFigures(trial, figure) {
    const { requests, lost, firstToken, tokens } = trial.account;
    return [
      tokens ? figure("reported", `${grouped(tokens.prompt)} + ${grouped(tokens.completion)}`) : null,
      tokens && tokens.prompt ? figure("cached", `${grouped(tokens.cached)} (${Math.round(100 * tokens.cached / tokens.prompt)} %)`) : null,
      tokens && tokens.written ? figure("written to cache", grouped(tokens.written)) : null,
      tokens && tokens.reasoning ? figure("thoughts", grouped(tokens.reasoning)) : null,
      requests > trial.calls || lost ? figure("requests", String(requests) + (lost ? `, ${lost} lost` : "")) : null,
      firstToken === null ? null : figure("first token", duration(firstToken)),
    ];
  }

  function figures(trial) {
    const figure = (label, value) => el("span", {}, label + " ", el("b", {}, value));
    return el("div", { class: "scores" },
      trial.scores.map((score, index) => score === null || score === undefined ? null : figure(data.measures[index].label, fixed(score, 3))),
      trial.fate && trial.fate.kind !== "right" ? el("span", { title: trial.fate.about }, "lost at ", el("b", {}, trial.fate.label)) : null,
      figure("allowed", trial.allowed < 0 ? "any" : grouped(trial.allowed)), figure("used", grouped(trial.used)),
      figure("prompt + reply", `${grouped(trial.prompt)} + ${grouped(trial.completion)}`), figure("calls", String(trial.calls)),
      trial.millis === null ? null : figure("time", duration(trial.millis)),
      trial.citations.length ? figure("cited", grouped(trial.citations.length) + (invented(trial).length ? ` (${grouped(invented(trial).length)} invented)` : "")) : null,
      trial.cost ? figure("cost", "$" + trial.cost) : null, trial.account ? accountFigures(trial, figure) : null);
  }

  /** Figures, strip and passages of a trial; texts come when they are unpacked. */
  function context(trial, detail, others, cross) {
    const box = el("div", { class: "shown" }, figures(trial));
    if (invented(trial).length) {
      box.append(el("p", { class: "note", dir: "auto" }, "Cited and not shown: " + invented(trial).map(citation => citation.text).join(" · ")));
    }
    if (!trial.shown) {
      box.append(el("p", { class: "note" }, trial.count ? `${number(trial.count, "passage was", "passages were")} shown; which is not kept in this page.` : "No passage was shown."));
      return { box, goTo: () => {} };
    }
    if (!trial.shown.length) {
      box.append(el("p", { class: "note" }, "No passage was shown."));
      return { box, goTo: () => {} };
    }
    const shared = passage => sharedWith(passage, others);
    const list = el("div", { class: "passages" });
    const articles = [];
    const ready = drill.want(trial.shown.map(passage => passage.document));
    const more = el("button", { type: "button", class: "more all", onclick: () => render(trial.shown.length) });
    function render(upTo) {
      for (let place = articles.length; place < upTo; place++) {
        const passage = trial.shown[place];
        articles.push(passageView(passage, place, trial, detail, shared(passage), cross));
        list.append(articles[place]);
      }
      more.textContent = `Show ${number(trial.shown.length - articles.length, "passage", "passages")} more`;
      more.hidden = articles.length === trial.shown.length;
    }
    async function goTo(place) {
      await ready;
      if (place >= articles.length) render(trial.shown.length);
      articles[place].scrollIntoView({ block: "center" });
      articles[place].focus({ preventScroll: true });
    }
    box.append(strip(trial, detail, shared, goTo), el("small", { class: "under" }, contextNote(trial, detail) + (others.length ? "; underlined: text that another column shows too" : "")), list, more);
    more.hidden = true;
    ready.then(() => render(Math.min(trial.shown.length, trial.shown.length > FIRST + 10 ? FIRST : trial.shown.length)));
    return { box, goTo };
  }

  function answerView(trial) {
    const text = el("span", { class: "answer", dir: "auto" });
    if (trial.end !== "g") text.append(note(trial.end === "r" ? "refused " : "failed "));
    text.append(trial.answer || "(empty)");
    if (trial.missing) text.append(note(` [${grouped(trial.missing)} more characters are in answers.jsonl]`));
    return text;
  }

  /** Two or three strategies side by side. */
  function comparison(trials, detail, wanted, remove) {
    const views = [];
    const shown = trials.map((trial, which) => ({ which: wanted[which].which, byDocument: byDocument(trial && trial.shown || []) }));
    const columns = trials.map((trial, place) => {
      const { which, row } = wanted[place];
      const head = el("header", {}, letter(which), el("b", { class: "who" }, el("code", {}, data.rows[row].id), several ? el("small", {}, data.models[data.rows[row].model]) : null),
        el("button", { type: "button", class: "more", "aria-label": `Leave ${LETTERS[which]} out`, onclick: () => remove(which) }, "×"));
      if (!trial) return el("section", { class: "column" }, head, el("p", { class: "note" }, "It has not answered this question."));
      const others = shown.filter(other => other.which !== which);
      const view = context(trial, detail, others, (other, at) => views.find(one => one.which === other).goTo(at));
      views.push({ which, goTo: view.goTo });
      return el("section", { class: "column", "aria-label": `${LETTERS[which]}: ${nameOf(row)}` }, head,
        el("p", { class: "said" }, sign(verdict(trial)), " ", answerView(trial)), view.box);
    });
    return el("div", { class: "compare compare-" + columns.length }, columns);
  }

  function trialRow(trial, detail, repeated, pin) {
    const row = data.rows[trial.row];
    const recall = data.evidence >= 0 ? trial.scores[data.evidence] : null;
    const figures = [
      trial.ending && trial.ending.failure && trial.end !== "f" ? trial.ending.label : null,
      measure >= 0 && measure !== data.evidence && trial.scores[measure] !== null ? fixed(trial.scores[measure], 2) : null,
      recall === null ? null : `evidence ${fixed(recall, 2)}`, `${size(trial.used)} tokens`].filter(Boolean);
    const where = [several ? data.models[row.model] : null, repeated ? `sample ${trial.repetition + 1}` : null].filter(Boolean).join(", ");
    const details = el("details", { ontoggle: () => {
      if (details.open && details.children.length === 1) details.append(context(trial, detail, [], () => {}).box);
    } }, el("summary", {}, sign(verdict(trial)),
      el("span", { class: "who" }, el("code", {}, row.id), where ? el("small", {}, where) : null),
      answerView(trial), el("span", { class: "figures" }, figures.join(" · "))));
    return el("div", { class: "trial" }, details, pin(trial.row));
  }

  /** The gold answers, and evidence once its text is there. */
  function gold(question, detail) {
    const box = el("div", { class: "gold" });
    if (question.answers) {
      const answers = question.unanswerable ? ["The documents do not answer this: refusing is right."] : question.answers;
      box.append(el("p", { dir: "auto" }, el("span", { class: "label" }, question.unanswerable ? "Gold" : answers.length > 1 ? "Gold answers" : "Gold answer"), answers.join(" · ")));
    }
    if (!question.answers && !detail.evidence.length) box.append(el("p", { class: "state" }, "No gold answer is known."));
    drill.want(detail.evidence.map(piece => piece.document)).then(() => box.append(...detail.evidence.map(piece => {
      const document = drill.document(piece.document);
      const pieces = drill.pieces(document, piece.start, piece.end);
      const text = pieces && pieces.map(one => one.text).join(" […] ");
      return el("blockquote", { dir: "auto" }, text === null ? note(NOT_KEPT) : text.length > 700 ? text.slice(0, 700) + " …" : text,
        el("small", {}, `${document.title || document.id}, characters ${grouped(piece.start)} to ${grouped(piece.end)}${piece.grain ? ", somewhere in this stretch" : ""}`));
    })));
    return box;
  }

  /** What a trial was, by the names that the run's files use. */
  function plain(trial, detail) {
    return {
      strategy: data.rows[trial.row].id, model: data.models[data.rows[trial.row].model], repetition: trial.repetition,
      outcome: { g: "answered", r: "refused", f: "failed" }[trial.end], answer: trial.answer,
      scores: Object.fromEntries(trial.scores.map((score, index) => [data.measures[index].name, score]).filter(([, score]) => score !== null)),
      used: trial.used, prompt: trial.prompt, completion: trial.completion, cost: trial.cost,
      ...(trial.account ? { requests: trial.account.requests, lost: trial.account.lost, reported: trial.account.tokens } : {}),
      ...(trial.citations.length ? {
        citations: trial.citations.map(({ text, document, start, end }) => document === undefined ? { cited: text } : { cited: text, document: drill.document(document).id, start, end }),
      } : {}),
      shown: (trial.shown || []).map(passage => ({
        document: drill.document(passage.document).id, start: passage.start, end: passage.end, rank: passage.rank, tokens: passage.tokens,
        evidence: evidenceIn(passage, detail).length > 0,
      })),
    };
  }

  async function asObject(question, detail, trials) {
    await drill.want([...detail.evidence, ...trials.flatMap(trial => [...trial.shown || [], ...trial.citations.filter(citation => citation.document !== undefined)])].map(span => span.document));
    return {
      run: document.querySelector(".run").textContent, question: question.id, text: question.text, attributes: question.attributes,
      answers: question.answers || null, unanswerable: question.unanswerable || false,
      evidence: detail.evidence.map(piece => ({
        document: drill.document(piece.document).id, start: piece.start, end: piece.end,
        text: (drill.pieces(drill.document(piece.document), piece.start, piece.end) || []).map(one => one.text).join(" […] "),
      })),
      trials: trials.map(trial => plain(trial, detail)),
    };
  }

  function asText(object) {
    const lines = [`${object.question}: ${object.text}`, ""];
    lines.push("Gold: " + (object.unanswerable ? "not answerable" : object.answers ? object.answers.join(" · ") : "not known"));
    object.evidence.forEach(piece => lines.push(`Evidence: ${piece.text} (${piece.document}, ${piece.start} to ${piece.end})`));
    for (const trial of object.trials) {
      lines.push("", `${trial.strategy} (${trial.model}): ${trial.outcome}`, trial.answer,
        Object.entries(trial.scores).map(([name, score]) => `${name} ${score}`).concat(`${trial.used} tokens shown`).join(", "));
      trial.shown.forEach((passage, place) => lines.push(`  ${place + 1}. ${passage.document}, ${passage.start} to ${passage.end}${passage.evidence ? ", holds evidence" : ""}`));
    }
    return lines.join("\n") + "\n";
  }

  return { LETTERS, measure, several, verdict, verdictOf, sign, letter, nameOf, comparison, trialRow, gold, asObject, asText };
})();
