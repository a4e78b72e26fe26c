@echo off
rem Runs the apical command; builds it first (Release) when a source is newer than what was built.
setlocal
set "ROOT=%~dp0"
set "PROJECT=%ROOT%src\Apical.Cli"
set "DLL=%PROJECT%\bin\Release\net10.0\Apical.Cli.dll"
set "STAMP=%PROJECT%\bin\Release\.built"

where dotnet >nul 2>nul
if errorlevel 1 (
    >&2 echo apical: there is no 'dotnet' here.
    goto :sdk
)

if not exist "%DLL%" goto :build
if not exist "%STAMP%" goto :build
powershell -NoProfile -ExecutionPolicy Bypass -Command "$built = (Get-Item -Force $env:STAMP).LastWriteTimeUtc; $sources = @(Get-ChildItem -Recurse -File (Join-Path $env:ROOT 'src')) + @(Get-Item (Join-Path $env:ROOT '*.props'), (Join-Path $env:ROOT '*.targets'), (Join-Path $env:ROOT 'global.json')); if ($sources | Where-Object { $_.FullName -notmatch '[\\/](bin|obj|node_modules)[\\/]' -and $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 goto :run

:build
pushd "%ROOT%"
dotnet --version >nul 2>nul
if errorlevel 1 (
    popd
    >&2 echo apical: building Apical needs the .NET 10 SDK; the one that is there is older.
    goto :sdk
)
popd
>&2 echo apical: building ...
set "LOG=%TEMP%\apical-build-%RANDOM%.log"
if not exist "%PROJECT%\bin\Release" mkdir "%PROJECT%\bin\Release"
rem Marked before the build, so that what is edited meanwhile is newer.
type nul > "%STAMP%.next"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
set "DOTNET_NOLOGO=1"
rem Style and warnings are for those who change the source: the first build leaves them out, which halves it.
set "UNCHECKED="
if not exist "%DLL%" set "UNCHECKED=-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false"
dotnet build "%PROJECT%" -c Release -v quiet -nodeReuse:false %UNCHECKED% > "%LOG%" 2>&1
if errorlevel 1 (
    >&2 type "%LOG%"
    del "%LOG%" "%STAMP%.next"
    >&2 echo apical: the build failed.
    exit /b 1
)
del "%LOG%"
move /y "%STAMP%.next" "%STAMP%" >nul

:run
rem What was typed, for the commands that it prints.
set "APICAL_PROGRAM=%~0"
dotnet "%DLL%" %*
exit /b %ERRORLEVEL%

:sdk
>&2 echo Get the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0, open a new terminal, and try again.
exit /b 1
