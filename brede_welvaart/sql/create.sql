-- The tables of an empty store. Positions are the axes of the wide arrays that scoring works on.
create table meta (key varchar primary key, value varchar not null);
create table indicators (position smallint, indicator varchar);
create table reasons (position tinyint, missing varchar);
create table sources (position tinyint, source varchar);
create table cells (indicator smallint, priority tinyint, source varchar, measure varchar);
create table observations (
    sequence integer, source varchar, measure varchar, region varchar, period varchar, value double, lower double,
    upper double, status varchar, missing varchar, vintage varchar
);
