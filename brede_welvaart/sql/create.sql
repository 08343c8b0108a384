-- The tables of an empty store. Positions are the axes of the wide arrays that scoring works on.
create table meta (key varchar primary key, value varchar not null);
create table indicators (position smallint, indicator varchar);
create table reasons (position tinyint, missing varchar);
create table statuses (position tinyint, status varchar);
create table sources (position smallint, source varchar);
create table cells (indicator smallint, priority smallint, source varchar, measure varchar);
-- Codes are numbers of words: a million rows of numbers are written in a third of the time of as many texts.
create table coded (
    sequence integer, source integer, measure integer, region integer, period integer, value double, lower double,
    upper double, status integer, missing integer, vintage integer
);
create table words (number integer, word varchar);
create view observations as
select
    sequence, source.word as source, measure.word as measure, region.word as region, period.word as period,
    value, lower, upper, status.word as status, missing.word as missing, vintage.word as vintage
from coded
join words as source on coded.source = source.number
join words as measure on coded.measure = measure.number
join words as region on coded.region = region.number
join words as period on coded.period = period.number
join words as status on coded.status = status.number
join words as vintage on coded.vintage = vintage.number
left join words as missing on coded.missing = missing.number;
