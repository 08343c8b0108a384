-- The codes of regions that a source has, and the year of its first figure of each.
select region.word as region, source.word as source, min(left(period.word, 4)::bigint) filter (value is not null) as year
from (select region, source, period, arg_max_null(value, sequence) as value from coded group by region, source, period) as cell
join words as region on cell.region = region.number
join words as source on cell.source = source.number
join words as period on cell.period = period.number
group by region.word, source.word
order by region, source
