using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace EmailContactPortal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Pacing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "DeliversItself",
                table: "MailServers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "FullBecause",
                table: "MailServers",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "FullUntil",
                table: "MailServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WarmUpPlan",
                table: "MailServers",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "WarmUpStartsOn",
                table: "MailServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CampaignDomainCounts",
                columns: table => new
                {
                    CampaignId = table.Column<int>(type: "INTEGER", nullable: false),
                    Domain = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Domains = table.Column<int>(type: "INTEGER", nullable: false),
                    Recipients = table.Column<int>(type: "INTEGER", nullable: false),
                    Sent = table.Column<int>(type: "INTEGER", nullable: false),
                    Deferred = table.Column<int>(type: "INTEGER", nullable: false),
                    Bounced = table.Column<int>(type: "INTEGER", nullable: false),
                    Rejected = table.Column<int>(type: "INTEGER", nullable: false),
                    Uncertain = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignDomainCounts", x => new { x.CampaignId, x.Domain });
                    table.ForeignKey(
                        name: "FK_CampaignDomainCounts_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CampaignServerCounts",
                columns: table => new
                {
                    CampaignId = table.Column<int>(type: "INTEGER", nullable: false),
                    MailServerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Sent = table.Column<int>(type: "INTEGER", nullable: false),
                    Deferred = table.Column<int>(type: "INTEGER", nullable: false),
                    Rejected = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignServerCounts", x => new { x.CampaignId, x.MailServerId });
                    table.ForeignKey(
                        name: "FK_CampaignServerCounts_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DomainLimits",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Domains = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    MaxConnections = table.Column<int>(type: "INTEGER", nullable: false),
                    MaxPerSecond = table.Column<double>(type: "REAL", nullable: false),
                    MaxPerMinute = table.Column<int>(type: "INTEGER", nullable: false),
                    HoldsForRelays = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DomainLimits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "MailServerDays",
                columns: table => new
                {
                    MailServerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Used = table.Column<int>(type: "INTEGER", nullable: false),
                    Hour = table.Column<int>(type: "INTEGER", nullable: false),
                    UsedInHour = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailServerDays", x => new { x.MailServerId, x.Day });
                    table.ForeignKey(
                        name: "FK_MailServerDays_MailServers_MailServerId",
                        column: x => x.MailServerId,
                        principalTable: "MailServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MailServerPulses",
                columns: table => new
                {
                    MailServerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Instance = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Connections = table.Column<int>(type: "INTEGER", nullable: false),
                    PerSecond = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailServerPulses", x => new { x.MailServerId, x.Instance });
                    table.ForeignKey(
                        name: "FK_MailServerPulses_MailServers_MailServerId",
                        column: x => x.MailServerId,
                        principalTable: "MailServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Slowdowns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MailServerId = table.Column<int>(type: "INTEGER", nullable: true),
                    Domain = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    PerSecond = table.Column<double>(type: "REAL", nullable: false),
                    FullPerSecond = table.Column<double>(type: "REAL", nullable: false),
                    Since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Slowdowns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Slowdowns_MailServers_MailServerId",
                        column: x => x.MailServerId,
                        principalTable: "MailServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "DomainLimits",
                columns: new[] { "Id", "Domains", "HoldsForRelays", "MaxConnections", "MaxPerMinute", "MaxPerSecond", "Name" },
                values: new object[,]
                {
                    { 1, "*", false, 0, 0, 0.0, "All other domains" },
                    { 2, "gmail.com googlemail.com", false, 20, 0, 20.0, "Gmail" },
                    { 3, "outlook.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es live.com live.de live.co.uk live.fr live.nl msn.com outlook.de outlook.fr outlook.es outlook.it windowslive.com", false, 10, 0, 10.0, "Microsoft" },
                    { 4, "yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.in yahoo.com.br yahoo.co.jp aol.com aol.de aol.co.uk aim.com verizon.net", false, 10, 0, 10.0, "Yahoo and AOL" },
                    { 5, "icloud.com me.com mac.com", false, 10, 0, 5.0, "iCloud" },
                    { 6, "gmx.de gmx.net gmx.at gmx.ch gmx.com web.de mail.com 1und1.de", false, 10, 0, 5.0, "GMX and web.de" },
                    { 7, "t-online.de magenta.de", false, 5, 0, 2.0, "T-Online" },
                    { 8, "orange.fr wanadoo.fr", false, 3, 0, 2.0, "Orange and Wanadoo" },
                    { 9, "free.fr laposte.net sfr.fr", false, 5, 0, 3.0, "Free and Laposte" },
                    { 10, "comcast.net xfinity.com", false, 5, 0, 3.0, "Comcast" },
                    { 11, "libero.it virgilio.it alice.it tim.it tiscali.it", false, 5, 0, 3.0, "Italian providers" },
                    { 12, "proton.me protonmail.com pm.me", false, 5, 0, 3.0, "Proton" },
                    { 13, "mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru", false, 5, 0, 3.0, "Mail.ru and Yandex" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_DomainLimits_Name",
                table: "DomainLimits",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Slowdowns_Domain",
                table: "Slowdowns",
                column: "Domain");

            migrationBuilder.CreateIndex(
                name: "IX_Slowdowns_MailServerId",
                table: "Slowdowns",
                column: "MailServerId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CampaignDomainCounts");

            migrationBuilder.DropTable(
                name: "CampaignServerCounts");

            migrationBuilder.DropTable(
                name: "DomainLimits");

            migrationBuilder.DropTable(
                name: "MailServerDays");

            migrationBuilder.DropTable(
                name: "MailServerPulses");

            migrationBuilder.DropTable(
                name: "Slowdowns");

            migrationBuilder.DropColumn(
                name: "DeliversItself",
                table: "MailServers");

            migrationBuilder.DropColumn(
                name: "FullBecause",
                table: "MailServers");

            migrationBuilder.DropColumn(
                name: "FullUntil",
                table: "MailServers");

            migrationBuilder.DropColumn(
                name: "WarmUpPlan",
                table: "MailServers");

            migrationBuilder.DropColumn(
                name: "WarmUpStartsOn",
                table: "MailServers");
        }
    }
}
