; The Windows installer, for Inno Setup 6.5 or later: iscc packaging\windows\installer.iss
; First make dist\fieldteacher: .venv\Scripts\pyinstaller --noconfirm packaging\fieldteacher.spec
; Installs for one user, so it asks for no administrator. The user's store is never touched, also not by uninstalling.
; Not tried: written on Linux, where Inno Setup does not run (packaging/README.md).

#define Version "0.1.0"

[Setup]
AppId={{6C7C6B0E-61B1-4E64-9A2B-5B0A1E0F4C52}
AppName={cm:ProgramName}
AppVersion={#Version}
AppPublisher=fieldteacher
DefaultDirName={localappdata}\Programs\fieldteacher
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=fieldteacher-{#Version}-setup
SetupIconFile=..\..\build\fieldteacher.ico
UninstallDisplayIcon={app}\fieldteacher.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto
ChangesAssociations=yes
CloseApplications=yes

[Languages]
; ChineseSimplified.isl is among Inno Setup's own language files since 6.5.
Name: "chinese"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
Name: "english"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
chinese.ProgramName=驻企带队教师工作台
english.ProgramName=Field Teacher's Desk
chinese.PackageFile=驻企带队教师数据包
english.PackageFile=Field Teacher package
chinese.InvitationFile=驻企带队教师邀请文件
english.InvitationFile=Field Teacher invitation
chinese.DesktopIcon=在桌面上放一个图标
english.DesktopIcon=Put an icon on the desktop
chinese.Start=打开驻企带队教师工作台
english.Start=Open Field Teacher's Desk

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[InstallDelete]
; An older version's libraries must not stay beside the new ones.
Type: filesandordirs; Name: "{app}\lib"

[Files]
Source: "..\..\dist\fieldteacher\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{cm:ProgramName}"; Filename: "{app}\fieldteacher.exe"
Name: "{autodesktop}\{cm:ProgramName}"; Filename: "{app}\fieldteacher.exe"; Tasks: desktopicon

[Registry]
Root: HKCU; Subkey: "Software\Classes\.ftpkg"; ValueType: string; ValueData: "fieldteacher.package"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\fieldteacher.package"; ValueType: string; ValueData: "{cm:PackageFile}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\fieldteacher.package\DefaultIcon"; ValueType: string; ValueData: "{app}\fieldteacher.exe,0"
Root: HKCU; Subkey: "Software\Classes\fieldteacher.package\shell\open\command"; ValueType: string; ValueData: """{app}\fieldteacher.exe"" ""%1"""
Root: HKCU; Subkey: "Software\Classes\.ftinvite"; ValueType: string; ValueData: "fieldteacher.invitation"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\fieldteacher.invitation"; ValueType: string; ValueData: "{cm:InvitationFile}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\fieldteacher.invitation\DefaultIcon"; ValueType: string; ValueData: "{app}\fieldteacher.exe,0"
Root: HKCU; Subkey: "Software\Classes\fieldteacher.invitation\shell\open\command"; ValueType: string; ValueData: """{app}\fieldteacher.exe"" ""%1"""

[Run]
Filename: "{app}\fieldteacher.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent
