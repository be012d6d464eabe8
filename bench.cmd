@echo off
rem Measures Omnibus against the raw clients of its brokers. --help lists the options.
setlocal
set PROJECT=benchmarks\Omnibus.Bench
set CONFIGURATION=Release
set ARGUMENTS=%*
call "%~dp0build\run.cmd"
