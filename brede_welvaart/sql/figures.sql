-- The figures of one rank in the order of sources; a later one is read over an earlier one.
select indicator, period, region, value, lower, upper, missing, status, source from {figures} where priority = ?
