/* The packed parts of the page that "question by question" reads, each unpacked when something of it is wanted.
   drill-down: questions; rows as [ends, scores of each measure ..., fates], an entry per question and repetition, ends being one
   of g(iven), r(efused), f(ailed), - (not there), fates, where they are known, the letter of one, a being the first; endings, a letter each, A for the first of those in the page's data; the first question of each part of answers, the first document of each
   part of texts. Offsets are UTF-16 units here and there. */
const drill = (() => {
  const KEPT_PARTS = 12;
  const answers = new Map();
  const texts = new Map();
  const documents = [];
  let overview;

  async function unpack(id) {
    const packed = atob(byId(id).textContent);
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  /** The part that holds a number: the last that starts at it or before. */
  function partOf(starts, number) {
    let low = 0, high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= number) low = middle; else high = middle - 1;
    }
    return low;
  }

  async function load() {
    overview = await unpack("drill-down");
    overview.questions.forEach((question, index) => { question.index = index; });
    overview.rows = overview.rows.map(([ends, ...rest]) => ({ ends, scores: rest.slice(0, data.measures.length), fates: rest[data.measures.length] || "" }));
    return overview;
  }

  function part(number) {
    if (!answers.has(number)) {
      answers.set(number, unpack("answers-" + number));
      if (answers.size > KEPT_PARTS) answers.delete(answers.keys().next().value);
    }
    return answers.get(number);
  }

  function spansOf(packed) {
    const spans = [];
    let document = 0, end = 0;
    for (let i = 0; i < packed.length; i += 4) {
      const start = packed[i + 1] + (packed[i] === 0 ? end : 0);
      document += packed[i];
      end = start + packed[i + 2];
      spans.push({ document, start, end, tokens: packed[i + 3] });
    }
    return spans;
  }

  function hitsOf(packed, spans) {
    const hits = [];
    let rank = 0;
    for (let i = 0; i < packed.length; i += 3) {
      rank += packed[i + 1];
      hits.push({ ...spans[packed[i]], rank, score: packed[i + 2] });
    }
    return hits;
  }

  /** Requests and, where the model gives an account, tokens by it; null where there is nothing to say. */
  function accountOf(packed) {
    if (!packed) return null;
    const [requests, lost, firstToken, prompt, completion, cached, written, reasoning] = packed;
    return { requests, lost, firstToken, tokens: prompt === undefined ? null : { prompt, completion, cached, written, reasoning } };
  }

  function trialOf(list, hits, question) {
    const [row, repetition, answer, missing, allowed, used, omitted, calls, prompt, completion, millis, cost, count, account, cited, context] = list;
    let at = -1;
    const place = question * overview.repetitions + repetition;
    return {
      row, repetition, answer, missing, allowed, used, omitted, calls, prompt, completion, millis, cost, count, account: accountOf(account),
      citations: (cited || []).map(([text, document, start, end]) => ({ text, document, start, end })),
      shown: context ? context.map(step => hits[at += step]) : null,
      end: overview.rows[row].ends[place],
      ending: data.endings[overview.endings[row].charCodeAt(place) - 65],
      fate: (data.fates || [])[overview.rows[row].fates.charCodeAt(place) - 97] || null,
      scores: overview.rows[row].scores.map(scores => scores[place]),
    };
  }

  /** Evidence and trials of a question; passages as { document, start, end, tokens, rank, score }. */
  async function detail(question) {
    const number = partOf(overview.answerStarts, question);
    const packed = (await part(number))[question - overview.answerStarts[number]];
    const hits = hitsOf(packed.hits, spansOf(packed.spans));
    return {
      evidence: packed.evidence.map(([document, start, end, grain]) => ({ document, start, end, grain }))
        .sort((a, b) => a.document - b.document || a.start - b.start),
      trials: packed.trials.map(list => trialOf(list, hits, question)),
    };
  }

  /** All answers, a part after the other: the first question's number, and per question the answers of its trials. */
  async function* allAnswers() {
    for (let number = 0; number < overview.answerStarts.length; number++) {
      const packed = await unpack("answers-" + number);
      yield { first: overview.answerStarts[number], answers: packed.map(question => question.trials.map(trial => trial[2])), done: (number + 1) / overview.answerStarts.length };
    }
  }

  function textPart(number) {
    if (!texts.has(number)) {
      texts.set(number, unpack("texts-" + number).then(list => list.forEach((document, i) => {
        documents[overview.textStarts[number] + i] = document;
      })));
    }
    return texts.get(number);
  }

  /** Unpacks what is needed so that document(number) knows these. */
  function want(numbers) {
    return Promise.all([...new Set(numbers.map(number => partOf(overview.textStarts, number)))].map(textPart));
  }

  /** What the page has of a document's [start, end), as { start, text }; null where it has nothing. */
  function pieces(document, start, end) {
    const found = [];
    const parts = document.parts;
    for (let i = 0; i < parts.length; i += 2) {
      const from = Math.max(start, parts[i]), to = Math.min(end, parts[i] + parts[i + 1].length);
      if (from < to) found.push({ start: from, text: parts[i + 1].slice(from - parts[i], to - parts[i]) });
    }
    return found.length ? found : null;
  }

  return { load, detail, allAnswers, want, pieces, document: number => documents[number] };
})();
