@echo off
rem Builds everything and runs every test. --help lists the options.
setlocal
set PROJECT=build\Omnibus.Build
set CONFIGURATION=Release
set ARGUMENTS=test %*
call "%~dp0build\run.cmd"
