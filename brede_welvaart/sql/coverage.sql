-- What every source has of what indicators use; the parameter holds the places of the reference group.
select
    sources.source,
    count(*) filter (not isnan(value)) as figures,
    count(distinct region) filter (not isnan(value)) as regions,
    count(distinct region) filter (not isnan(value) and list_contains($1, region)) as members,
    len($1) as of,
    arg_min(periods.period, periods.position) filter (not isnan(value)) as first_period,
    arg_max(periods.period, periods.position) filter (not isnan(value)) as last_period,
    (select arg_max(vintage, sequence) from observations where source = sources.source and vintage <> $2) as vintage
from sources
left join figures on sources.position = figures.source
left join periods on figures.period = periods.position
group by sources.position, sources.source
order by sources.position
