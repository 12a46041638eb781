-- The best passages of the chosen plans: by their nearest vectors, by BM25, and both put together
-- by reciprocal rank fusion. Constants and ties are those of index/collection/fused.py and bm25.py.
--
-- What stands in braces is put in by hybrid.py. Every join of two tables is on plan_id, every
-- other one with what a part of the statement has found, so that it runs on Citus.
WITH nearest AS MATERIALIZED (
    SELECT plan_id, number, max(product) AS score
    FROM ({nearest}) AS found
    GROUP BY plan_id, number
    ORDER BY score DESC, plan_id, number
    LIMIT %(depth)s
),
whole AS MATERIALIZED (
    SELECT sum(passages)::float8 AS passages,
        sum(terms)::float8 / nullif(sum(passages), 0) AS average
    FROM plans
),
held AS MATERIALIZED (
    SELECT term, sum(passages)::float8 AS passages
    FROM postings
    WHERE term = ANY(%(terms)s::text[])
    GROUP BY term
),
-- The inverse document frequency is that of all plans, whichever are chosen.
rarities AS MATERIALIZED (
    SELECT held.term, whole.average,
        asked.weight * ln(1 + (whole.passages - held.passages + 0.5) / (held.passages + 0.5))
            AS rarity
    FROM held
    JOIN unnest(%(terms)s::text[], %(weights)s::float8[]) AS asked (term, weight)
        ON asked.term = held.term
    CROSS JOIN whole
),
-- Robertson and Zaragoza 2009, as Lucene computes it.
lexical AS MATERIALIZED (
    SELECT plan_id, number, sum(
        rarity * (%(k1)s + 1) * count / (count + %(k1)s * (1 - %(b)s + %(b)s * length / average))
    ) AS score
    FROM (
        SELECT plan_id, rarity, average,
            unnest(numbers) AS number, unnest(counts) AS count, unnest(lengths) AS length
        FROM postings
        JOIN rarities ON rarities.term = postings.term
        WHERE postings.term = ANY(%(terms)s::text[]) AND {chosen}
    ) AS held_by
    GROUP BY plan_id, number
    ORDER BY score DESC, plan_id, number
    LIMIT %(depth)s
),
both_lists AS (
    SELECT 1 AS list, plan_id, number, score FROM nearest
    UNION ALL
    SELECT 2 AS list, plan_id, number, score FROM lexical
),
-- Scores that differ by less than a summing in another order makes are the same.
apart AS (
    SELECT list, plan_id, number, score,
        lag(score) OVER in_order - score > %(same)s * greatest(1, abs(first_value(score) OVER in_order))
            AS is_apart
    FROM both_lists
    WINDOW in_order AS (PARTITION BY list ORDER BY score DESC, plan_id, number)
),
grouped AS (
    SELECT list, plan_id, number, count(*) FILTER (WHERE is_apart) OVER (
        PARTITION BY list ORDER BY score DESC, plan_id, number
    ) AS place
    FROM apart
),
ranked AS (
    SELECT plan_id, number,
        row_number() OVER (PARTITION BY list ORDER BY place, plan_id, number) AS rank
    FROM grouped
),
fused AS MATERIALIZED (
    SELECT plan_id, number, sum(1 / (%(rank_constant)s + rank)::float8) AS score
    FROM ranked
    GROUP BY plan_id, number
    ORDER BY score DESC, plan_id, number
    LIMIT %(k)s
)
SELECT passages.plan_id, passage_id, score
FROM passages
JOIN fused ON fused.plan_id = passages.plan_id AND fused.number = passages.number
ORDER BY score DESC, passages.plan_id, passages.number
