-- LaRA's published answers, judged by rules, beside the paper's judge: the gap LC minus RAG in points, by length and task,
-- over the models that both have; the correlation of the two judges' gaps and of their accuracies over these models.
--   winnow score ANSWERS... --as lara
--   winnow query runs/lara-replay --file configs/queries/lara-replay.sql
with published(model, length, task, lc, rag) as (values
-- Accuracies in percent from table 2 of the paper (arXiv 2502.09977), of the models that both have.
  ('llama-3.2-3b', '32k', 'location', 69.11, 71.08),
  ('llama-3.2-3b', '32k', 'reasoning', 36.60, 34.88),
  ('llama-3.2-3b', '32k', 'comp', 31.10, 25.02),
  ('llama-3.2-3b', '32k', 'hallu', 65.13, 79.71),
  ('llama-3.2-3b', '128k', 'location', 60.96, 68.96),
  ('llama-3.2-3b', '128k', 'reasoning', 33.99, 38.86),
  ('llama-3.2-3b', '128k', 'comp', 24.54, 20.20),
  ('llama-3.2-3b', '128k', 'hallu', 52.06, 69.45),
  ('llama-3.3-70b', '32k', 'location', 77.50, 79.83),
  ('llama-3.3-70b', '32k', 'reasoning', 66.43, 57.23),
  ('llama-3.3-70b', '32k', 'comp', 65.33, 53.13),
  ('llama-3.3-70b', '32k', 'hallu', 73.59, 86.62),
  ('llama-3.3-70b', '128k', 'location', 74.54, 78.11),
  ('llama-3.3-70b', '128k', 'reasoning', 52.98, 59.05),
  ('llama-3.3-70b', '128k', 'comp', 43.09, 26.69),
  ('llama-3.3-70b', '128k', 'hallu', 44.00, 77.67),
  ('llama-3.3-70b-turbo', '32k', 'location', 78.24, 77.86),
  ('llama-3.3-70b-turbo', '32k', 'reasoning', 61.12, 58.55),
  ('llama-3.3-70b-turbo', '32k', 'comp', 64.83, 47.90),
  ('llama-3.3-70b-turbo', '32k', 'hallu', 74.09, 83.95),
  ('llama-3.3-70b-turbo', '128k', 'location', 72.44, 77.99),
  ('llama-3.3-70b-turbo', '128k', 'reasoning', 53.97, 58.32),
  ('llama-3.3-70b-turbo', '128k', 'comp', 45.32, 29.61),
  ('llama-3.3-70b-turbo', '128k', 'hallu', 38.18, 76.87),
  ('qwen2.5-72b-instruct', '32k', 'location', 83.29, 81.63),
  ('qwen2.5-72b-instruct', '32k', 'reasoning', 74.06, 65.24),
  ('qwen2.5-72b-instruct', '32k', 'comp', 68.89, 49.24),
  ('qwen2.5-72b-instruct', '32k', 'hallu', 85.08, 83.76),
  ('qwen2.5-72b-instruct', '128k', 'location', 76.10, 78.92),
  ('qwen2.5-72b-instruct', '128k', 'reasoning', 65.25, 64.37),
  ('qwen2.5-72b-instruct', '128k', 'comp', 54.62, 36.10),
  ('qwen2.5-72b-instruct', '128k', 'hallu', 64.45, 71.32),
  ('mistral-nemo', '32k', 'location', 54.45, 72.38),
  ('mistral-nemo', '32k', 'reasoning', 29.81, 45.74),
  ('mistral-nemo', '32k', 'comp', 29.02, 43.63),
  ('mistral-nemo', '32k', 'hallu', 35.27, 71.70),
  ('mistral-nemo', '128k', 'location', 23.44, 72.29),
  ('mistral-nemo', '128k', 'reasoning', 14.87, 50.53),
  ('mistral-nemo', '128k', 'comp', 7.77, 32.59),
  ('mistral-nemo', '128k', 'hallu', 14.77, 57.92),
  ('gpt-4o', '32k', 'location', 86.33, 82.55),
  ('gpt-4o', '32k', 'reasoning', 75.48, 68.51),
  ('gpt-4o', '32k', 'comp', 79.66, 46.56),
  ('gpt-4o', '32k', 'hallu', 72.30, 78.39),
  ('gpt-4o', '128k', 'location', 87.70, 82.22),
  ('gpt-4o', '128k', 'reasoning', 79.35, 70.26),
  ('gpt-4o', '128k', 'comp', 64.74, 40.84),
  ('gpt-4o', '128k', 'hallu', 56.34, 67.33),
  ('gemini-1.5-pro', '32k', 'location', 78.94, 74.71),
  ('gemini-1.5-pro', '32k', 'reasoning', 64.68, 53.50),
  ('gemini-1.5-pro', '32k', 'comp', 77.34, 56.43),
  ('gemini-1.5-pro', '32k', 'hallu', 84.58, 88.03),
  ('gemini-1.5-pro', '128k', 'location', 82.15, 75.41),
  ('gemini-1.5-pro', '128k', 'reasoning', 67.97, 48.47),
  ('gemini-1.5-pro', '128k', 'comp', 61.67, 36.54),
  ('gemini-1.5-pro', '128k', 'hallu', 66.16, 78.60)
),
-- As in the paper, a cell is the mean over the kinds of text.
cells as (
  select model, attributes['length'] as length, attributes['task'] as task, attributes['context-type'] as type, strategy,
    100 * avg(score) as accuracy
  from scores join questions on questions.id = scores.question and questions.run = scores.run
  where metric = 'rule-judge'
  group by all
),
judged as (
  select model, length, task,
    avg(accuracy) filter (strategy = 'full') as lc, avg(accuracy) filter (strategy = 'rag') as rag
  from cells group by all
),
both_judges as (
  select model, length, task, judged.lc, judged.rag, published.lc as paper_lc, published.rag as paper_rag
  from judged join published using (model, length, task)
)
select length, task, count(*) as models,
  round(avg(lc - rag), 1) as gap, round(avg(paper_lc - paper_rag), 1) as gap_in_paper,
  count(*) filter (sign(round(lc - rag, 1)) = sign(paper_lc - paper_rag)) as same_sign,
  round(corr(lc - rag, paper_lc - paper_rag), 2) as gap_correlation,
  round(corr(lc, paper_lc), 2) as lc_correlation, round(corr(rag, paper_rag), 2) as rag_correlation
from both_judges
group by length, task
order by length(length), length, task
