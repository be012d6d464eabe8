@echo off
rem Runs a program of this repository: PROJECT, CONFIGURATION and the variable ARGUMENTS come from the entry point.
cd /d "%~dp0.." || exit /b 1
set SDK=the .NET 10 SDK, https://dotnet.microsoft.com/download/dotnet/10.0
where dotnet >nul 2>&1
if errorlevel 1 (
    echo Omnibus needs %SDK% and there is no dotnet on the PATH. >&2
    exit /b 1
)
dotnet --version >nul 2>&1
if errorlevel 1 (
    echo Omnibus needs %SDK% and this machine has only other versions: dotnet --list-sdks names them. >&2
    exit /b 1
)
if not exist "%PROJECT%" (
    echo This checkout has no %PROJECT% yet. >&2
    exit /b 1
)
set DOTNET_NOLOGO=1
set MSBUILDDISABLENODEREUSE=1
dotnet run --project "%PROJECT%" --configuration %CONFIGURATION% -- %ARGUMENTS%
