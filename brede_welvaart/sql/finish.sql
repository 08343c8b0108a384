-- From observations to figures: the latest vintage of every cell, on the axes.
create table coded_cells as
select indicator, priority, sources.position as position, source.number as source, measure.number as measure
from cells
join sources using (source)
join words as source on cells.source = source.word
join words as measure on cells.measure = measure.word;

-- In the order in which they end: a year after its last quarter, and a quarter after its last month.
create table coded_periods as
with used as (
    select
        number, word,
        case when word like '%-Q%' then 3 when word like '%-%' then 1 else 12 end as months,
        coalesce(try_cast(word[6:] as integer), 3 * try_cast(word[7:] as integer), 12) as last_month
    from (select distinct period as number from coded semi join coded_cells using (source, measure))
    join words using (number)
)
select (row_number() over (order by left(word, 4), last_month, months) - 1)::smallint as position, number as period, word
from used;

create table periods as select position, word as period from coded_periods;

-- What was known at the end of a day (null: now). A vintage that begins with no date was always known.
create macro published(moment) as table
select * from coded
where moment is null or vintage in (
    select number from words
    where left(word, 10) <= moment or not (word = 'correctie' or regexp_matches(word, '^\d{4}(-\d\d-\d\d|$)'))
);

-- A correction was known as soon as the figure that it corrects.
create macro known(moment) as table
select * from published(moment)
union all
select * from (select * from coded where vintage in (select number from words where word = 'correctie')) as correction
semi join published(moment) as figure using (source, measure, region, period)
where moment is not null;

-- Only sources with several vintages pay for the window over their rows.
create macro latest(moment) as table
with often as (select source from coded group by source having count(distinct sequence) > 1)
select * from known(moment) where source not in (from often)
union all
select * from known(moment) where source in (from often)
qualify row_number() over (partition by source, measure, region, period order by sequence desc) = 1;

create macro figures_at(moment) as table
select
    cell.indicator, coded_periods.position as period, regions.position as region, cell.priority,
    coalesce(observation.value, 'nan'::double) as value,
    coalesce(observation.lower, 'nan'::double) as lower,
    coalesce(observation.upper, 'nan'::double) as upper,
    coalesce(reasons.position + 1, 0)::tinyint as missing,
    (statuses.position + 1)::tinyint as status,
    cell.position as source
from latest(moment) as observation
join coded_cells as cell using (source, measure)
join coded_periods using (period)
join words as code on observation.region = code.number
join regions on code.word = regions.region
join words as certainty on observation.status = certainty.number
join statuses on certainty.word = statuses.status
left join words as reason on observation.missing = reason.number
left join reasons on reason.word = reasons.missing;

create table figures as from figures_at(null);
