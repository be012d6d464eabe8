@echo off
rem Three services, one bus: publishes a file of events and shows them arriving. --help lists the options.
setlocal
set PROJECT=samples\campus\Campus.Demo
set CONFIGURATION=Release
set ARGUMENTS=%*
call "%~dp0build\run.cmd"
