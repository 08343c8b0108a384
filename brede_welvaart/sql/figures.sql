-- The figures of one rank in the order of sources, of some indicators; a later rank is read over an earlier one.
select indicator, period, region, value, lower, upper, missing, status, source
from {figures} where priority = ? and indicator between ? and ?
