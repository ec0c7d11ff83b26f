export const HELP = `Ratchet improves a scoring model of accounts by keep-or-revert experiments.

ratchet run --data F.parquet --output-dir D [options]
    Searches better weights; writes experiment_journal.jsonl, best_spec.json and manifest.json.
    --spec S.json|yaml      where the search starts (default: made from the columns)
    --allow-leaks C[,C]     columns the spec may score by although they give the outcome away (alone
                            AUC 0.98 or more, or a copy of revenue at the end); others are refused
    --metric NAME           what to maximise (default: the first the outcomes allow)
                            auc_roc_retain, auc_roc_churn, revenue_capture_at_20,
                            tier_separation, nrr_spread, ks, gini
    --strategy NAME         what proposes candidates (default: random)
                            random: one to three weights at a time, the rule of the first tool
                            deep: every value of every weight and pair, until none improves
                            sparse: the best spec with 1, 2, 3, … features, as a curve
    --shapes as-is|best     best: choose for each column by cross-validation how its values are
                            turned into points (default: as-is)
    --max-features K        with sparse: no more features than K in best_spec.json, even where
                            the start has more and scores higher; features that read one
                            column count once
    --max-hhi H             guardrails: a better spec is kept only if it also passes these, or is no
    --min-tier-share S      worse than the start. H: HHI of revenue over tiers at most; S: share of
    --segment-floor D       accounts in the smallest tier at least; D: no segment's metric more than
    --max-non-zero K        D below the start; K: columns with points at most (bins and flags of one
                            column count once), whatever the start has: it is left only for a
                            better spec within K; sparse with --max-features gives the best of K
    --segment-column C      the values of this column, 50 at most, are the segments
    --n N                   experiments (default: 2000; deep and sparse: until they are done)
    --seed N                seed of the search (default: 42)
    --holdout SHARE         accounts the search never reads, 0 to 0.9 (default: 0.3)
    --split time|id         time: hold out later outcomes, by the columns features_asof,
                            outcome_start and outcome_end; id: by a hash of the id (default:
                            time where the file has those columns and enough of both outcomes)
    --as-of DATE            last day outcomes are known of, as the day of the export; where there
                            are time columns, no outcome may end after it
    --workers N             threads (default: at most 2, as many as pay off); the result is
                            the same for any number
    --metrics all|wins      which experiments carry all metrics in the journal (default: all,
                            unless computing them takes long)
    --journal all|kept      which experiments experiment_journal.jsonl holds (default: all, but
                            where deep or sparse would make a file above 250 MB: kept)
    --json                  one JSON object on standard output

ratchet refresh --train A.parquet [--holdout B.parquet] --output-dir D [options]
    Should the score be replaced? Searches one period, judges the result on accounts the search
    never read, and writes report.html, report.md, report.json, account_changes.csv,
    manifest.json, both specs and the search. Exit code 0 whatever the decision.
    --holdout B.parquet     later accounts to judge on (default: part of A, by its time columns
                            or by id)
    --spec S.json|yaml      the incumbent (default: made from the columns)
    --as-of DATE            last day outcomes are known of, as the day of the export; needed where
                            there are time columns
    --metric, --strategy, --shapes, --seed, --workers, --allow-leaks and the guardrails as in run;
    --n N (default: 2000 random experiments; without --n and --strategy a deep search where it
    takes some eight seconds or less). A guardrail that is broken on held-out accounts fails the
    review, even where the incumbent breaks it too
    --min-gain G            least gain on held-out accounts (default: 0.01)
    --max-tier-movement S   most accounts that may change tier (default: 0.25)
    --tiers keep-sizes|as-is  keep-sizes: the candidate's cut-offs are set so that each tier holds as
                            many of the accounts searched as under the incumbent; as-is: they
                            stay as in the search (default: keep-sizes)
    --segment-column C      compare the values of this column, 50 at most; none may fall too far
    --max-segment-drop D    most that a segment may fall (default: 0.02)
    --id-column C           tells accounts apart (default: account_id)
    --studies LIST          repeat the search to learn what it is worth: shuffle,resample,folds,
                            ceiling,tolerance (default: none)
    --json                  report.json on standard output

ratchet evaluate --data F.parquet --spec S.json|yaml [--json]
    Every metric of a spec on all rows, at full precision.

ratchet sample health|churn --out F.parquet [--accounts 5000] [--seed 7]
    Writes made-up accounts.

ratchet sample refresh --out-dir D [--accounts 5000] [--seed 7]
    Writes two periods of made-up accounts, train.parquet and holdout.parquet, in which one feature
    turns round, and the spec that stands, incumbent.json.

ratchet review D/experiment_journal.jsonl [--json]
    What a run found: start to best, wins, convergence, weights, tiers.

ratchet --help, ratchet --version

An error is one line on standard error, exit code 2, and nothing is written.
`
