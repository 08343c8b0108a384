-- From observations to figures: the latest vintage of every cell, on the axes.
create table periods as
select (row_number() over (order by period) - 1)::smallint as position, period
from (select distinct period from observations semi join cells using (source, measure));

-- Only sources with several vintages pay for the window over their rows.
create view current as
select * from observations
where source not in (select source from observations group by source having count(distinct sequence) > 1)
union all
select * from observations
where source in (select source from observations group by source having count(distinct sequence) > 1)
qualify row_number() over (partition by source, measure, region, period order by sequence desc) = 1;

create table figures as
select
    cells.indicator, periods.position as period, regions.position as region, cells.priority,
    coalesce(observation.value, 'nan'::double) as value,
    coalesce(observation.lower, 'nan'::double) as lower,
    coalesce(observation.upper, 'nan'::double) as upper,
    coalesce(reasons.position + 1, 0)::tinyint as missing,
    sources.position as source
from current as observation
join cells using (source, measure)
join periods using (period)
join regions using (region)
join sources using (source)
left join reasons using (missing);
